#include "orchestrator/pki/import.hpp"

#include <algorithm>
#include <iterator>

#include "orchestrator/pki/errors.hpp"

namespace kigen::orchestrator::pki {
namespace {

Result<> check_size(const events::Generation& generation) {
  auto bytes = generation.leaf_pem.size();
  for (const auto& pem : generation.chain_pem) bytes += pem.size();
  for (const auto& name : generation.names) bytes += name.size();
  if (bytes <= max_generation_bytes) return {};
  return fail(pki_errc::too_large, "server certificate and intermediates have " + std::to_string(bytes) +
                                       " bytes, and at most " + std::to_string(max_generation_bytes) +
                                       " are kept");
}

Result<events::Generation> generation_of(const Chain& chain) {
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
  TRY_DO(check_size(generation));
  return generation;
}

/// A CA that says something twice says nothing else by it.
std::vector<Certificate> each_once(std::vector<Certificate> all) {
  std::vector<Certificate> once;
  for (auto& certificate : all)
    if (std::ranges::count(once, certificate.sha256, &Certificate::sha256) == 0)
      once.push_back(std::move(certificate));
  return once;
}

/// Names the input that was wrong.
template <class T>
Result<T> in_field(Result<T> result, const char* field) {
  if (!result) result.error().field = field;
  return result;
}

Result<std::vector<Certificate>> all_certificates(const Upload& upload) {
  TRY(auto all, in_field(parse_certificates(upload.certificate), "certificate"));
  if (upload.separate_chain && all.size() > 1) return fail(pki_errc::several_in_leaf_file, {}, "certificate");
  if (upload.chain.empty()) return all;
  TRY(auto chain, in_field(parse_certificates(upload.chain), "chain"));
  std::ranges::move(chain, std::back_inserter(all));
  return all;
}

Result<> check_pair(const Secret& key_pem, const Certificate& leaf) {
  if (key_pem.empty()) return {};
  TRY(const auto key, in_field(parse_private_key(key_pem), "key"));
  if (key.public_key_sha256 != leaf.public_key_sha256) return fail(pki_errc::key_mismatch, {}, "key");
  return {};
}

}  // namespace

Result<events::Generation> read_upload(const Upload& upload) {
  TRY(auto all, all_certificates(upload));
  TRY(const auto chain, in_field(order_chain(std::move(all)), "certificate"));
  TRY_DO(check_pair(upload.key, chain.leaf));
  return in_field(generation_of(chain), "certificate");
}

Result<events::Generation> read_chain(std::string_view pem) {
  TRY(auto all, parse_certificates(pem));
  TRY(const auto chain, order_chain(each_once(std::move(all))));
  return generation_of(chain);
}

}  // namespace kigen::orchestrator::pki
