#include "tests/simulation/world/ca.hpp"

#include <openssl/pem.h>
#include <simdjson.h>

#include "orchestrator/pki/certificate.hpp"
#include "orchestrator/pki/names.hpp"
#include "orchestrator/pki/openssl.hpp"
#include "tests/simulation/world/acme_state.hpp"
#include "tests/support/test_issuer.hpp"
#include "workers/ca/acme/base64url.hpp"
#include "workers/ca/acme/jws.hpp"

namespace kigen::simulation {
namespace {

namespace dom = simdjson::dom;
namespace pki = orchestrator::pki;
using orchestrator::HttpRequest;
using orchestrator::HttpResponse;
using workers::ca::acme::sha256;

struct Hierarchy {
  tests::TestIssuer root = tests::TestIssuer::root("Simulated Root");
  tests::TestIssuer intermediate = root.intermediate("Simulated Intermediate");
};
const Hierarchy& hierarchy() {
  static const Hierarchy made;
  return made;
}

AcmeProblem malformed(std::string what) { return {.detail = std::move(what)}; }
AcmeProblem not_found() { return {404, "malformed", "no such resource"}; }

HttpResponse json(unsigned status, std::string body) {
  return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

HttpResponse located(HttpResponse response, const std::string& url) {
  response.headers.emplace_back("Location", url);
  return response;
}

dom::object payload_object(dom::parser& parser, const std::string& payload) {
  dom::object object;
  if (parser.parse(payload).get(object)) throw malformed("the payload is no JSON object");
  return object;
}

/// RFC 8555 §7.3: only mail addresses are taken.
void check_contact(const dom::object& account) {
  dom::array contacts;
  if (account["contact"].get(contacts)) return;
  for (const auto entry : contacts) {
    std::string_view contact;
    if (entry.get(contact) || !contact.starts_with("mailto:"))
      throw AcmeProblem{.type = "unsupportedContact", .detail = "mail addresses only"};
  }
}

std::set<std::string> identifiers_in(const std::string& payload) {
  dom::parser parser;
  dom::array identifiers;
  if (payload_object(parser, payload)["identifiers"].get(identifiers)) throw malformed("no identifiers");
  std::set<std::string> names;
  for (const auto entry : identifiers) {
    std::string_view type, value;
    if (entry["type"].get(type) || entry["value"].get(value)) throw malformed("a broken identifier");
    if (type != "dns") throw AcmeProblem{.type = "unsupportedIdentifier", .detail = std::string(type)};
    const auto name = pki::validate_dns_name(value);
    if (!name) throw AcmeProblem{.type = "rejectedIdentifier", .detail = name.error().detail};
    names.insert(*name);
  }
  if (names.empty()) throw malformed("no identifiers");
  return names;
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

std::string without_wildcard(const std::string& name) {
  return name.starts_with("*.") ? name.substr(2) : name;
}

SimCa::Request kind_of(std::string_view resource) {
  using enum SimCa::Request;
  if (resource == "newAccount") return new_account;
  if (resource == "newOrder") return new_order;
  if (resource == "challenge") return challenge;
  if (resource == "finalize") return finalize;
  return read;
}

bool take_one(int& count) { return count > 0 && count-- > 0; }

}  // namespace

struct SimCa::State : AcmeState {
  AcmeUrls urls = {};
  std::size_t numbers = 0;
  std::vector<OrderFacts> facts = {};

  std::string next_id() { return std::to_string(++numbers); }
};

/// A request whose signature holds.
struct SimCa::Call {
  std::string resource;  ///< the first part of the path
  std::string id;        ///< the second; empty = none
  SignedRequest request;
  std::string account;  ///< id; empty = newAccount
  Instant now;
};

SimCa::SimCa(SimCaOptions options, Fetch fetch)
    : options_(std::move(options)), fetch_(std::move(fetch)), state_(std::make_unique<State>()) {
  state_->urls.base = options_.base;
}

SimCa::~SimCa() = default;

const std::string& SimCa::root_pem() { return hierarchy().root.pem(); }

const std::vector<SimCa::OrderFacts>& SimCa::orders() const { return state_->facts; }

void SimCa::lose_memory() { static_cast<AcmeState&>(*state_) = {}; }

void SimCa::deactivate_accounts() {
  for (auto& [id, account] : state_->accounts) account.deactivated = true;
}

HttpResponse SimCa::handle(const HttpRequest& request, Instant now) {
  HttpResponse response;
  try {
    response = answer(request, now);
  } catch (const AcmeProblem& problem) {
    response = {problem.status, {{"Content-Type", "application/problem+json"}}, problem_json(problem)};
    if (problem.retry_after)
      response.headers.emplace_back(
          "Retry-After",
          std::to_string(std::chrono::ceil<std::chrono::seconds>(*problem.retry_after).count()));
  }
  if (request.url != directory_url()) response.headers.emplace_back("Replay-Nonce", new_nonce());
  return response;
}

std::string SimCa::new_nonce() { return *state_->nonces.insert("nonce-" + state_->next_id()).first; }

HttpResponse SimCa::answer(const HttpRequest& request, Instant now) {
  if (request.url == directory_url() && request.method == "GET")
    return json(200, directory_json(state_->urls, !options_.external_keys.empty()));
  if (request.url == options_.base + "/newNonce" && request.method != "POST")
    return {request.method == "HEAD" ? 200u : 204u, {{"Cache-Control", "no-store"}}, {}};
  if (request.method != "POST") throw AcmeProblem{405, "malformed", "POST only"};
  return perform(accepted(request, now));
}

/// RFC 8555 §6.2–6.5: content type, URL, nonce, signature, account; in an order that tells nothing to those
/// who cannot sign.
SimCa::Call SimCa::accepted(const HttpRequest& request, Instant now) {
  if (orchestrator::find_header(request.headers, "Content-Type") != "application/jose+json")
    throw AcmeProblem{415, "malformed", "application/jose+json only"};
  Call call{.request = read_signed(request.body), .now = now};
  split(request.url, call);
  if (call.request.url != request.url) throw AcmeProblem{401, "unauthorized", "signed for another URL"};
  auto& fault = trouble(kind_of(call.resource));
  if (state_->nonces.erase(call.request.nonce) == 0 || take_one(fault.refused_nonces))
    throw AcmeProblem{.type = "badNonce", .detail = "take another one"};
  const bool registers = call.resource == "newAccount";
  if (registers != call.request.key.has_value()) throw malformed("jwk for newAccount, kid for the rest");
  if (registers)
    check_signature(call.request, *call.request.key);
  else
    call.account = account_of(call.request);
  return call;
}

void SimCa::split(const std::string& url, Call& call) const {
  const auto start = options_.base + "/";
  if (!url.starts_with(start)) throw not_found();
  const auto path = url.substr(start.size());
  const auto slash = path.find('/');
  call.resource = path.substr(0, slash);
  if (slash != std::string::npos) call.id = path.substr(slash + 1);
}

std::string SimCa::account_of(const SignedRequest& request) const {
  const auto start = state_->urls.of("account", "");
  const auto id = request.key_id.starts_with(start) ? request.key_id.substr(start.size()) : std::string();
  const auto found = state_->accounts.find(id);
  if (found == state_->accounts.end())
    throw AcmeProblem{.type = "accountDoesNotExist", .detail = request.key_id};
  check_signature(request, found->second.key);
  if (found->second.deactivated) throw AcmeProblem{401, "unauthorized", "the account is deactivated"};
  return id;
}

HttpResponse SimCa::perform(const Call& call) {
  auto& fault = trouble(kind_of(call.resource));
  if (take_one(fault.rate_limited))
    throw AcmeProblem{429, "rateLimited", "too many requests", fault.retry_after};
  if (take_one(fault.errors_before)) throw AcmeProblem{500, "serverInternal", "out of order"};
  auto response = route(call);
  if (take_one(fault.errors_after)) throw AcmeProblem{500, "serverInternal", "out of order"};
  return response;
}

HttpResponse SimCa::route(const Call& call) {
  if (call.resource == "newAccount") return register_account(call);
  if (call.resource == "newOrder") return make_order(call);
  if (call.resource == "challenge") return answer_challenge(call);
  if (call.resource == "finalize") return finalize_order(call);
  if (!call.request.payload.empty()) throw malformed("resources are read by POST-as-GET");
  if (call.resource == "order") return read_order(call);
  if (call.resource == "authorization") return read_authorization(call);
  if (call.resource == "certificate") return read_certificate(call);
  return read_account(call);
}

HttpResponse SimCa::register_account(const Call& call) {
  const auto& key = *call.request.key;
  for (const auto& [id, account] : state_->accounts)
    if (account.key.thumbprint == key.thumbprint) return account_answer(200, id);
  dom::parser parser;
  const auto payload = payload_object(parser, call.request.payload);
  bool only_existing = false;
  if (!payload["onlyReturnExisting"].get(only_existing) && only_existing)
    throw AcmeProblem{.type = "accountDoesNotExist", .detail = "none with this key"};
  check_contact(payload);
  if (!options_.external_keys.empty()) {
    dom::element binding;
    if (payload["externalAccountBinding"].get(binding))
      throw AcmeProblem{403, "externalAccountRequired", "an external account binding is needed"};
    check_binding(simdjson::minify(binding), call.request.url, key, options_.external_keys);
  }
  ++accounts_made_;
  const auto id = state_->next_id();
  state_->accounts[id].key = key;
  return account_answer(201, id);
}

HttpResponse SimCa::account_answer(unsigned status, const std::string& id) const {
  const auto& account = state_->accounts.at(id);
  return located(json(status, account_json(state_->urls, account, id, options_.lists_orders)),
                 state_->urls.of("account", id));
}

HttpResponse SimCa::read_account(const Call& call) {
  if (call.id != call.account) throw not_found();
  if (call.resource == "account") return account_answer(200, call.id);
  if (call.resource != "orders" || !options_.lists_orders) throw not_found();
  return json(200, order_list_json(state_->urls, state_->accounts.at(call.id)));
}

HttpResponse SimCa::make_order(const Call& call) {
  AcmeOrder order{.account = call.account, .names = identifiers_in(call.request.payload)};
  for (const auto& name : order.names)
    if (blocked_.contains(name))
      throw AcmeProblem{.type = "rejectedIdentifier", .detail = name + " is blocked"};
  order.expires = call.now + options_.order_life;
  for (const auto& name : order.names) order.authorizations.push_back(authorize(call, name));
  order.fact = state_->facts.size();
  const auto id = state_->next_id();
  auto& account = state_->accounts.at(call.account);
  account.orders.push_back(id);
  state_->facts.push_back({.url = state_->urls.of("order", id),
                           .account = account.key.thumbprint,
                           .names = order.names,
                           .made = call.now});
  auto& kept = state_->orders[id] = std::move(order);
  settle(kept, call.now);
  return located(json(201, order_json(state_->urls, kept, id)), state_->urls.of("order", id));
}

std::string SimCa::authorize(const Call& call, const std::string& name) {
  if (options_.reuses_authorizations)
    for (const auto& [id, known] : state_->authorizations)
      if (known.account == call.account && known.name == without_wildcard(name) &&
          known.wildcard == name.starts_with("*.") && known.status == "valid" && known.expires > call.now)
        return id;
  const auto id = state_->next_id();
  state_->authorizations[id] = {.account = call.account,
                                .name = without_wildcard(name),
                                .wildcard = name.starts_with("*."),
                                .expires = call.now + options_.order_life,
                                .token = workers::ca::acme::to_base64url(sha256(options_.base + " " + id))};
  return id;
}

template <class Resource>
Resource& SimCa::owned(std::map<std::string, Resource>& all, const Call& call) {
  const auto found = all.find(call.id);
  if (found == all.end()) throw not_found();
  if (found->second.account != call.account) throw AcmeProblem{403, "unauthorized", "of another account"};
  return found->second;
}

HttpResponse SimCa::answer_challenge(const Call& call) {
  auto& authorization = owned(state_->authorizations, call);
  dom::parser parser;
  if (!call.request.payload.empty()) {
    payload_object(parser, call.request.payload);
    if (authorization.status != "pending") throw malformed("the authorization is " + authorization.status);
    if (authorization.challenge_status == "pending") {
      authorization.challenge_status = "processing";
      authorization.looks_left = options_.checks_before_validation;
      validate_if_due(authorization);
    }
  }
  return json(200, challenge_json(state_->urls, authorization, call.id));
}

void SimCa::validate_if_due(AcmeAuthorization& authorization) {
  if (authorization.challenge_status != "processing" || take_one(authorization.looks_left)) return;
  authorization.error = validation_error(authorization);
  authorization.status = authorization.challenge_status = authorization.error ? "invalid" : "valid";
}

/// RFC 8555 §8.3.
std::optional<AcmeProblem> SimCa::validation_error(const AcmeAuthorization& authorization) const {
  if (authorization.wildcard) return AcmeProblem{.type = "dns", .detail = "there is no DNS here"};
  const auto fetched = fetch_(authorization.name, "/.well-known/acme-challenge/" + authorization.token);
  if (!fetched) return AcmeProblem{.type = "connection", .detail = describe(fetched.error())};
  auto seen = *fetched;
  seen.erase(seen.find_last_not_of(" \t\r\n") + 1);
  const auto& account = state_->accounts.at(authorization.account);
  if (seen == authorization.token + "." + account.key.thumbprint) return std::nullopt;
  return AcmeProblem{403, "unauthorized", "not the key authorization of this account"};
}

HttpResponse SimCa::read_authorization(const Call& call) {
  auto& authorization = owned(state_->authorizations, call);
  validate_if_due(authorization);
  if (authorization.status == "pending" && authorization.expires <= call.now)
    authorization.status = "expired";
  return json(200, authorization_json(state_->urls, authorization, call.id));
}

/// RFC 8555 §7.1.6: what an order's status follows from.
void SimCa::settle(AcmeOrder& order, Instant now) {
  if (order.status == "pending") {
    bool all_valid = true;
    for (const auto& id : order.authorizations) {
      const auto& authorization = state_->authorizations.at(id);
      all_valid = all_valid && authorization.status == "valid";
      if (authorization.status == "valid" || authorization.status == "pending") continue;
      order.status = "invalid";
      if (options_.orders_say_why) order.error = authorization.error;
    }
    if (all_valid) order.status = "ready";
  }
  const bool unfinished = order.status == "pending" || order.status == "ready";
  if (unfinished && order.expires <= now) order.status = "invalid";
  if (order.status == "processing" && !take_one(order.looks_left)) issue(order, now);
  state_->facts[order.fact].status = order.status;
}

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

HttpResponse SimCa::read_order(const Call& call) {
  auto& order = owned(state_->orders, call);
  for (const auto& id : order.authorizations) validate_if_due(state_->authorizations.at(id));
  settle(order, call.now);
  auto response = json(200, order_json(state_->urls, order, call.id));
  if (order.status == "processing") response.headers.emplace_back("Retry-After", "3");
  return response;
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
  settle(order, call.now);
  return located(json(200, order_json(state_->urls, order, call.id)), state_->urls.of("order", call.id));
}

HttpResponse SimCa::read_certificate(const Call& call) {
  const auto& order = owned(state_->orders, call);
  if (order.chain_pem.empty()) throw not_found();
  return {200, {{"Content-Type", "application/pem-certificate-chain"}}, order.chain_pem};
}

}  // namespace kigen::simulation
