#include "tests/simulation/world/apache.hpp"

#include <algorithm>

#include "orchestrator/net/openssl.hpp"
#include "orchestrator/pki/openssl.hpp"

namespace kigen::simulation {
namespace {

using orchestrator::Served;
namespace pki = orchestrator::pki;

/// As root: Apache reads its files before it drops its rights.
const std::string* content(const FileSystem& files, const std::string& path) {
  const auto* node = files.find(path);
  return node != nullptr && node->kind == FileSystem::Kind::file ? &node->bytes : nullptr;
}

std::string missing(const FileSystem& files, const std::string& directive, const std::string& path) {
  const auto* bytes = content(files, path);
  if (bytes != nullptr && !bytes->empty()) return {};
  return directive + ": file '" + path + "' does not exist or is empty";
}

std::vector<std::string> pems_of(const std::vector<pki::X509Ptr>& certificates) {
  std::vector<std::string> pems;
  for (const auto& certificate : certificates) pems.push_back(pki::pem_of(certificate.get()));
  return pems;
}

}  // namespace

std::string SimApache::test() const {
  if (syntax_error_) return "AH00526: Syntax error on line 7 of /etc/apache2/sites-enabled/site.conf";
  for (const auto& host : configuration_) {
    if (auto wrong = missing(files_, "SSLCertificateFile", host.certificate_file); !wrong.empty())
      return wrong;
    if (auto wrong = missing(files_, "SSLCertificateKeyFile", host.key_file); !wrong.empty()) return wrong;
    if (host.chain_file.empty()) continue;
    if (auto wrong = missing(files_, "SSLCertificateChainFile", host.chain_file); !wrong.empty())
      return wrong;
  }
  return {};
}

bool SimApache::start() {
  if (alive_) return true;
  if (auto wrong = test(); !wrong.empty()) {
    last_words_ = std::move(wrong);
    return false;
  }
  alive_ = read_all();
  return alive_;
}

bool SimApache::graceful() {
  if (!test().empty()) return false;
  if (alive_ && ignored_restarts_ > 0) {
    --ignored_restarts_;
    return true;
  }
  if (!read_all()) end(last_words_);
  return true;
}

void SimApache::end(std::string words) {
  alive_ = false;
  serving_.clear();
  last_words_ = std::move(words);
}

bool SimApache::read_all() {
  if (failing_readings_ > 0) {
    --failing_readings_;
    last_words_ = "AH00020: Configuration Failed, exiting";
    return false;
  }
  std::vector<Serving> read;
  for (const auto& host : configuration_) {
    auto certificates = load(host);
    if (!certificates) {
      last_words_ = "AH02565: Certificate and private key " + host.server_name +
                    " do not match\nAH00020: Configuration Failed, exiting";
      return false;
    }
    read.push_back({host.listen, host.server_name, *std::move(certificates)});
  }
  serving_ = std::move(read);
  last_words_ = "AH00489: Apache configured -- resuming normal operations";
  return true;
}

std::optional<Served> SimApache::load(const VirtualHost& host) const {
  const auto certificates = orchestrator::net::certificates_of(*content(files_, host.certificate_file));
  const auto key = pki::read_private_key(Secret(*content(files_, host.key_file)));
  if (certificates.empty() || !key) return std::nullopt;
  if (X509_check_private_key(certificates.front().get(), key.get()) != 1) return std::nullopt;
  Served served{.address = host.listen.host};
  auto pems = pems_of(certificates);
  served.leaf_pem = std::move(pems.front());
  served.chain_pem.assign(std::next(pems.begin()), pems.end());
  if (!host.chain_file.empty())
    served.chain_pem = pems_of(orchestrator::net::certificates_of(*content(files_, host.chain_file)));
  return served;
}

std::optional<Served> SimApache::served(const orchestrator::Endpoint& at,
                                        std::string_view server_name) const {
  const Serving* first = nullptr;
  for (const auto& host : serving_) {
    if (host.listen != at) continue;
    if (host.server_name == server_name) return host.certificates;
    if (first == nullptr) first = &host;
  }
  if (first == nullptr) return std::nullopt;
  return first->certificates;
}

}  // namespace kigen::simulation
