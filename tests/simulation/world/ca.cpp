#include "tests/simulation/world/ca.hpp"

#include <algorithm>

#include "tests/simulation/world/ca_parts.hpp"

namespace kigen::simulation {
namespace {

using orchestrator::HttpRequest;
using orchestrator::HttpResponse;

SimCa::Request kind_of(std::string_view resource) {
  using enum SimCa::Request;
  if (resource == "newAccount") return new_account;
  if (resource == "newOrder") return new_order;
  if (resource == "challenge") return challenge;
  if (resource == "finalize") return finalize;
  return read;
}

}  // namespace

SimCa::SimCa(SimCaOptions options, Fetch fetch)
    : options_(std::move(options)), fetch_(std::move(fetch)), state_(std::make_unique<State>()) {
  state_->urls.base = options_.base;
}

SimCa::~SimCa() = default;

const std::vector<SimCa::OrderFacts>& SimCa::orders() const { return state_->facts; }

const std::vector<std::string>& SimCa::finalized() const { return state_->finalized; }

void SimCa::lose_memory() { static_cast<AcmeState&>(*state_) = {}; }

bool SimCa::knows(const std::string& order_url) const {
  return std::ranges::any_of(
      state_->orders, [&](const auto& order) { return state_->urls.of("order", order.first) == order_url; });
}

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

}  // namespace kigen::simulation
