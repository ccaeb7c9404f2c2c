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

Result<ApacheFiles> prepare_files(const InstallPlan& plan) {
  const auto& settings = plan.settings.apache;
  TRY_DO(check_apache_paths(settings));
  TRY(auto pair, checked_pair(plan));
  const auto& chain = pair.chain;
  std::string intermediates;
  for (const auto& certificate : chain.intermediates) intermediates += certificate.pem;
  const bool separate = !settings.chain_file.empty();
  const auto base = settings.work_folder + "/" + base_name(settings.certificate_file) + "-" +
                    pki::sha256_hex(settings.certificate_file).substr(0, 8);
  ApacheFiles prepared{.base_folder = base,
                       .generation_folder = base + "/generation-" + plan.serial,
                       .backup_folder = base + "/backup-" + to_text(plan.apply)};
  prepared.files.push_back({"certificate", settings.certificate_file,
                            Secret(separate ? chain.leaf.pem : chain.leaf.pem + intermediates)});
  if (separate) prepared.files.push_back({"chain", settings.chain_file, Secret(intermediates)});
  prepared.files.push_back({"key", settings.key_file, std::move(pair.key_pem)});
  return prepared;
}

}  // namespace kigen::workers::install
