#include "tests/simulation/world/ca_parts.hpp"

#include <openssl/pem.h>

#include "orchestrator/pki/certificate.hpp"
#include "orchestrator/pki/openssl.hpp"
#include "tests/support/test_issuer.hpp"
#include "workers/ca/acme/base64url.hpp"
#include "workers/ca/acme/jws.hpp"

namespace kigen::simulation {

namespace dom = simdjson::dom;
namespace pki = orchestrator::pki;
using orchestrator::HttpResponse;
using workers::ca::acme::sha256;

namespace {

struct Hierarchy {
  tests::TestIssuer root = tests::TestIssuer::root("Simulated Root");
  tests::TestIssuer intermediate = root.intermediate("Simulated Intermediate");
};
const Hierarchy& hierarchy() {
  static const Hierarchy made;
  return made;
}

std::string csr_in(const std::string& payload) {
  dom::parser parser;
  std::string_view encoded;
  if (payload_object(parser, payload)["csr"].get(encoded)) throw malformed("no csr");
  auto der = workers::ca::acme::from_base64url(encoded);
  if (!der) throw malformed("the csr is no base64url");
  return *std::move(der);
}

pki::X509ReqPtr request_of(const std::string& der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  pki::X509ReqPtr request(d2i_X509_REQ(nullptr, &at, static_cast<long>(der.size())));
  if (!request) throw AcmeProblem{.type = "badCSR", .detail = "not readable"};
  return request;
}

std::string pem_of(X509_REQ* request) {
  const auto bio = pki::new_memory_bio();
  PEM_write_bio_X509_REQ(bio.get(), request);
  return pki::text_in(bio.get());
}

/// RFC 8555 §7.4: exactly the order's names, and not the account's key (§11.1).
void check_csr(const std::string& der, const std::set<std::string>& names, const AcmeKey& account) {
  const auto request = request_of(der);
  const auto csr = pki::parse_csr(pem_of(request.get()));
  if (!csr) throw AcmeProblem{.type = "badCSR", .detail = csr.error().detail};
  if (std::set<std::string>(csr->names.begin(), csr->names.end()) != names)
    throw AcmeProblem{.type = "badCSR", .detail = "its names are not those of the order"};
  if (csr->public_key_sha256 == pki::public_key_sha256(account.key.get()))
    throw AcmeProblem{.type = "badCSR", .detail = "its key is the account's"};
}

}  // namespace

const std::string& SimCa::root_pem() { return hierarchy().root.pem(); }

void SimCa::issue(AcmeOrder& order, Instant now) {
  constexpr Duration backdated = std::chrono::hours(1);  // for clients whose clocks lag
  constexpr int shift = 24;
  const auto request = request_of(order.csr_der);
  const auto ca_number = static_cast<unsigned char>(sha256(options_.base).front()) | 0x100u;
  const pki::KeyPtr key(X509_REQ_get_pubkey(request.get()));
  const auto leaf = hierarchy().intermediate.certify(
      key.get(), {.common_name = without_wildcard(*order.names.begin()),
                  .names = {order.names.begin(), order.names.end()},
                  .from = now - backdated,
                  .until = now - backdated + options_.validity,
                  .serial = (std::uint64_t{ca_number} << shift) + ++issued_});
  order.chain_pem = leaf + hierarchy().intermediate.pem();
  order.status = "valid";
  auto& fact = state_->facts[order.fact];
  fact.certificate_pem = leaf;
  fact.serial = pki::parse_certificates(leaf).value().front().serial;
}

HttpResponse SimCa::finalize_order(const Call& call) {
  auto& order = owned(state_->orders, call);
  settle(order, call.now);
  if (order.status != "ready") throw AcmeProblem{403, "orderNotReady", "the order is " + order.status};
  auto der = csr_in(call.request.payload);
  check_csr(der, order.names, state_->accounts.at(call.account).key);
  order.csr_der = std::move(der);
  order.looks_left = options_.checks_before_issuance;
  order.status = "processing";
  state_->finalized.push_back(state_->urls.of("order", call.id));
  settle(order, call.now);
  return located(json(200, order_json(state_->urls, order, call.id)), state_->urls.of("order", call.id));
}

HttpResponse SimCa::read_certificate(const Call& call) {
  const auto& order = owned(state_->orders, call);
  if (order.chain_pem.empty()) throw not_found();
  return {200, {{"Content-Type", "application/pem-certificate-chain"}}, order.chain_pem};
}

}  // namespace kigen::simulation
