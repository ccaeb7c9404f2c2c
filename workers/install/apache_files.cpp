#include "workers/install/apache_files.hpp"

#include "orchestrator/node/apache_paths.hpp"
#include "orchestrator/pki/certificate.hpp"
#include "orchestrator/pki/digest.hpp"
#include "orchestrator/pki/errors.hpp"

namespace kigen::workers::install {
namespace {

using namespace orchestrator;
using pki::pki_errc;

/// The certificates as one chain, leaf first, and the key of the leaf alone.
struct Pair {
  pki::Chain chain;
  Secret key_pem;
};

Result<Pair> checked_pair(const InstallPlan& plan) {
  if (plan.key_pem.empty())
    return fail(install_errc::key_missing,
                plan.service + ", serial " + plan.serial +
                    ": import the key, or install this certificate where its key is");
  TRY(auto certificates, pki::parse_certificates(plan.leaf_pem + plan.chain_pem));
  TRY(auto chain, pki::order_chain(std::move(certificates)));
  if (chain.leaf.serial != plan.serial)
    return fail(pki_errc::not_one_chain, "the leaf is not " + plan.serial);
  TRY(auto key, pki::parse_private_key(plan.key_pem));
  if (key.public_key_sha256 != chain.leaf.public_key_sha256)
    return fail(pki_errc::key_mismatch, plan.service + ", serial " + plan.serial + "; nothing was sent");
  return Pair{std::move(chain), std::move(key.pem)};
}

std::string base_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

ApacheFiles places_of(const InstallPlan& plan) {
  const auto& settings = plan.server.as<events::ApacheSettings>();
  const auto base = settings.work_folder + "/" + base_name(settings.certificate_file) + "-" +
                    pki::sha256_hex(settings.certificate_file).substr(0, 8);
  ApacheFiles places{.base_folder = base,
                     .generation_folder = base + "/generation-" + plan.serial,
                     .backup_folder = base + "/backup-" + to_text(plan.apply)};
  places.files.push_back({"certificate", settings.certificate_file});
  if (!settings.chain_file.empty()) places.files.push_back({"chain", settings.chain_file});
  places.files.push_back({"key", settings.key_file});
  return places;
}

Result<ApacheFiles> prepare_files(const InstallPlan& plan) {
  TRY_DO(check_apache_paths(plan.server.as<events::ApacheSettings>()));
  TRY(auto pair, checked_pair(plan));
  std::string intermediates;
  for (const auto& certificate : pair.chain.intermediates) intermediates += certificate.pem;
  auto prepared = places_of(plan);
  const bool separate = prepared.files.size() == 3;
  prepared.sent.push_back({"certificate", Secret(pair.chain.leaf.pem + (separate ? "" : intermediates))});
  if (separate) prepared.sent.push_back({"chain", Secret(intermediates)});
  prepared.sent.push_back({"key", std::move(pair.key_pem)});
  for (const auto& file : prepared.sent)
    if (file.content.reveal().size() > max_sent_bytes)
      return fail(install_errc::file_too_large,
                  file.name + ": more than " + std::to_string(max_sent_bytes) + " bytes; nothing was sent");
  return prepared;
}

}  // namespace kigen::workers::install
