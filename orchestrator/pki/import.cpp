#include "orchestrator/pki/import.hpp"

#include <algorithm>

#include "orchestrator/pki/errors.hpp"

namespace kigen::orchestrator::pki {
namespace {

events::Generation generation_of(const Chain& chain) {
  events::Generation generation;
  const auto& leaf = chain.leaf;
  generation.serial = leaf.serial;
  generation.issuer = leaf.issuer;
  generation.not_before = leaf.not_before;
  generation.not_after = leaf.not_after;
  generation.leaf_sha256 = leaf.sha256;
  generation.public_key_sha256 = leaf.public_key_sha256;
  generation.names = leaf.names;
  generation.leaf_pem = leaf.pem;
  generation.chain_not_after = leaf.not_after;
  for (const auto& intermediate : chain.intermediates) {
    generation.chain_pem.push_back(intermediate.pem);
    generation.chain_not_after = std::min(generation.chain_not_after, intermediate.not_after);
  }
  return generation;
}

Result<std::vector<Certificate>> all_certificates(const Upload& upload) {
  TRY(auto all, parse_certificates(upload.certificate));
  if (upload.separate_chain && all.size() > 1) return fail(pki_errc::several_in_leaf_file, {}, "certificate");
  if (upload.chain.empty()) return all;
  auto chain = parse_certificates(upload.chain);
  if (!chain) {
    auto error = chain.error();
    error.field = "chain";
    return fail(std::move(error));
  }
  all.insert(all.end(), chain->begin(), chain->end());
  return all;
}

/// Names the input that was wrong, unless the error already does.
std::unexpected<Error> in_field(Error error, const char* field) {
  if (error.field.empty()) error.field = field;
  return fail(std::move(error));
}

}  // namespace

Result<events::Generation> read_upload(const Upload& upload) {
  auto all = all_certificates(upload);
  if (!all) return in_field(all.error(), "certificate");
  auto chain = order_chain(std::move(*all));
  if (!chain) return in_field(chain.error(), "certificate");
  if (!upload.key.empty()) {
    const auto key = parse_private_key(upload.key);
    if (!key) return in_field(key.error(), "key");
    if (key->public_key_sha256 != chain->leaf.public_key_sha256) return fail(pki_errc::key_mismatch, {}, "key");
  }
  return generation_of(*chain);
}

Result<events::Generation> read_chain(std::string_view pem) {
  TRY(auto all, parse_certificates(pem));
  TRY(const auto chain, order_chain(std::move(all)));
  return generation_of(chain);
}

}  // namespace kigen::orchestrator::pki
