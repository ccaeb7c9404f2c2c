#include "workers/ca/acme/acme_authority.hpp"

#include <algorithm>
#include <array>

#include <openssl/pem.h>
#include <spdlog/spdlog.h>

#include "events/codec/json_out.hpp"
#include "events/core/readable.hpp"
#include "orchestrator/net/openssl.hpp"
#include "workers/ca/acme/base64url.hpp"
#include "workers/ca/acme/problem_errors.hpp"

namespace kigen::workers::ca::acme {
namespace {

using namespace orchestrator;

constexpr Duration first_retry = std::chrono::seconds(5);
constexpr Duration last_retry = std::chrono::minutes(10);
constexpr std::string_view post_as_get;  // RFC 8555 §6.3
constexpr std::size_t told_name_bytes = 100;

std::string order_json(const std::vector<std::string>& names) {
  rapidjson::StringBuffer text;
  events::JsonWriter out(text);
  out.StartObject();
  events::write_key(out, "identifiers");
  out.StartArray();
  for (const auto& name : names) {
    out.StartObject();
    events::write_key(out, "type");
    events::write_text(out, "dns");
    events::write_key(out, "value");
    events::write_text(out, name);
    out.EndObject();
  }
  out.EndArray();
  out.EndObject();
  return text.GetString();
}

Result<std::string> finalize_json(const std::string& csr_pem) {
  const pki::X509ReqPtr csr(
      PEM_read_bio_X509_REQ(pki::bio_over(csr_pem).get(), nullptr, pki::no_passphrase, nullptr));
  if (!csr) return fail(ca_errc::refused, "the CSR is not readable");
  std::string der(static_cast<std::size_t>(i2d_X509_REQ(csr.get(), nullptr)), '\0');
  auto* at = reinterpret_cast<unsigned char*>(der.data());
  i2d_X509_REQ(csr.get(), &at);
  return R"({"csr":")" + to_base64url(der) + R"("})";
}

struct Word {
  std::string_view text;
  CaStage stage;
};
constexpr std::array order_words{Word{"pending", CaStage::pending}, Word{"ready", CaStage::ready},
                                 Word{"processing", CaStage::processing}, Word{"valid", CaStage::issued},
                                 Word{"invalid", CaStage::invalid}};

Result<CaOrderStatus> status_of(const std::string& url, const OrderResource& order,
                                std::optional<Instant> retry_after) {
  const auto word = std::ranges::find(order_words, std::string_view(order.status), &Word::text);
  if (word == order_words.end())
    return fail(ca_errc::unexpected_answer,
                "an order status unknown to RFC 8555: " + order.status.substr(0, 40));
  const bool says_why = word->stage == CaStage::invalid && order.error;
  return CaOrderStatus{word->stage, url, says_why ? "invalid: " + to_text(*order.error) : order.status,
                       retry_after};
}

Problem about(const AuthorizationResource& authorization, const Problem& problem) {
  return {problem.type, authorization.identifier + ": " + problem.detail, problem.instance};
}

/// Why an authorization ended: what its challenges say.
std::optional<Problem> final_problem(const AuthorizationResource& authorization) {
  if (authorization.status == "pending" || authorization.status == "valid") return std::nullopt;
  for (const auto& challenge : authorization.challenges)
    if (challenge.error) return about(authorization, *challenge.error);
  return Problem{{}, authorization.identifier + ": authorization " + authorization.status.substr(0, 40)};
}

}  // namespace

struct AcmeAuthority::Call {
  AcmeAccount ca = {};
  CaOrderRequest request = {};
  AccountKey key = {};
  Instant deadline = {};
};

struct AcmeAuthority::Seen {
  std::optional<Problem> final = {};   ///< that ended the authorization
  std::optional<Problem> so_far = {};  ///< of a challenge that the CA has not given up
};

struct AcmeAuthority::Found {
  OrderResource order = {};
  CaOrderStatus status = {};
};

Task<Result<Reply>> AcmeAuthority::post(const Call& call, const std::string& url, std::string payload) {
  return accounts_.post(call.ca, call.key, url, std::move(payload), call.deadline);
}

Task<Result<std::string>> AcmeAuthority::register_account(CaCredentials credentials, Instant deadline) {
  const auto ca = account_of(std::move(credentials));
  CO_TRY(const auto key, AccountKey::from_pem(ca.account_key));
  co_return co_await accounts_.ensure(ca, key, deadline);
}

/// A connection that broke while the CA was making the order leaves open whether it did.
Task<Result<CaOrderStatus>> AcmeAuthority::submit(CaCredentials credentials, CaOrderRequest request,
                                                  Instant deadline) {
  auto ca = account_of(std::move(credentials));
  CO_TRY(auto key, AccountKey::from_pem(ca.account_key));
  const Call call{std::move(ca), std::move(request), std::move(key), deadline};
  CO_TRY(const auto directory, co_await transport_.directory(call.ca, deadline));
  CO_TRY(const auto reply, co_await post(call, directory.new_order, order_json(call.request.names)));
  if (reply.location.empty())
    co_return fail(ca_errc::unexpected_answer, reply.url + ": a new order without a Location");
  CO_TRY(const auto order, from(reply.url, parse_order(reply.body)));
  co_return status_of(reply.location, order, reply.retry_after);
}

Task<Result<AcmeAuthority::Found>> AcmeAuthority::read_order(const Call& call) {
  const auto& url = call.request.ca_order;
  CO_TRY(const auto reply,
         co_await accounts_.ask(call.ca, call.key, url, std::string(post_as_get), call.deadline));
  // Only what is plainly not there may be ordered again: any other refusal may be about the request.
  if (reply.status == 404) co_return fail(ca_errc::order_not_found, to_error(reply.refusal()).detail);
  if (reply.problem) co_return fail(to_error(reply.refusal()));
  Found found;
  CO_TRY(found.order, from(url, parse_order(reply.body)));
  CO_TRY(found.status, from(url, status_of(url, found.order, reply.retry_after)));
  co_return found;
}

Task<Result<std::optional<CaOrderStatus>>> AcmeAuthority::find(CaCredentials credentials,
                                                               CaOrderRequest request, Instant deadline) {
  if (request.ca_order.empty()) co_return std::nullopt;
  auto ca = account_of(std::move(credentials));
  CO_TRY(auto key, AccountKey::from_pem(ca.account_key));
  const Call call{std::move(ca), std::move(request), std::move(key), deadline};
  const auto found = co_await read_order(call);
  if (!found && found.error().code == ca_errc::order_not_found) co_return std::nullopt;
  if (!found) co_return fail(found.error());
  co_return found->status;
}

Task<Result<CaOrderStatus>> AcmeAuthority::advance(CaCredentials credentials, CaOrderRequest request,
                                                   Instant deadline) {
  auto ca = account_of(std::move(credentials));
  CO_TRY(auto key, AccountKey::from_pem(ca.account_key));
  const Call call{std::move(ca), std::move(request), std::move(key), deadline};
  CO_TRY(const auto found, co_await read_order(call));
  if (found.status.stage == CaStage::pending) co_return co_await validate(call, found);
  forget(call.request.ca_order);
  if (found.status.stage == CaStage::ready) co_return co_await finalize(call, found);
  if (found.status.stage == CaStage::invalid) co_return co_await explain(call, found);
  co_return found.status;
}

/// Why an order is invalid; some CAs say so in its authorizations only.
Task<Result<CaOrderStatus>> AcmeAuthority::explain(const Call& call, const Found& found) {
  auto status = found.status;
  CO_TRY_DO(co_await clean_up(call, found.order));
  if (found.order.error) co_return status;
  for (const auto& url : found.order.authorizations) {
    CO_TRY(const auto authorization, co_await read_authorization(call, url));
    const auto problem = final_problem(authorization);
    if (!problem) continue;
    status.detail = "invalid: " + to_text(*problem);
    break;
  }
  co_return status;
}

/// Answers what has not been answered. The order turns invalid as soon as one authorization ends badly.
Task<Result<CaOrderStatus>> AcmeAuthority::validate(const Call& call, const Found& found) {
  auto status = found.status;
  for (const auto& url : found.order.authorizations) {
    CO_TRY(const auto seen, co_await answer(call, url));
    if (seen.so_far) status.trouble += (status.trouble.empty() ? "" : "; ") + to_text(*seen.so_far);
    if (!seen.final) continue;
    forget(call.request.ca_order);
    CO_TRY_DO(co_await clean_up(call, found.order));
    co_return CaOrderStatus{CaStage::invalid, found.status.ca_order, "invalid: " + to_text(*seen.final)};
  }
  co_return status;
}

Task<Result<AuthorizationResource>> AcmeAuthority::read_authorization(const Call& call,
                                                                      const std::string& url) {
  CO_TRY(const auto reply, co_await post(call, url, std::string(post_as_get)));
  co_return from(url, parse_authorization(reply.body));
}

Task<Result<AcmeAuthority::Seen>> AcmeAuthority::answer(const Call& call,
                                                        const std::string& authorization_url) {
  CO_TRY(const auto authorization, co_await read_authorization(call, authorization_url));
  if (!was_ordered(authorization, call.request.names))
    co_return fail(ca_errc::foreign_name,
                   readable_begin(authorization.identifier, told_name_bytes) + " at " + authorization_url);
  if (authorization.status != "pending") co_return Seen{.final = final_problem(authorization)};
  CO_TRY(const auto challenge, Challenges::choose(call.ca, authorization));
  Seen seen;
  if (challenge.error) seen.so_far = about(authorization, *challenge.error);
  const auto told = co_await tell(call, authorization, challenge);
  if (told) co_return seen;
  if (told.error().code != ca_errc::refused) co_return fail(told.error());
  CO_TRY(const auto now,
         co_await read_authorization(call, authorization_url));  // decided in this very moment?
  if (now.status == "pending") co_return fail(told.error());
  co_return Seen{.final = final_problem(now)};
}

void AcmeAuthority::forget(const std::string& order) {
  challenges_.forget(order);
  told_.erase(order);
}

/// Whether the CA is to be told: it was not, which not every CA shows by the challenge's status, or it looked
/// in vain and goes on waiting (RFC 8555 §8.2). Less and less often, as each look counts against a limit.
bool AcmeAuthority::is_due(const Call& call, const ChallengeResource& challenge) const {
  const auto* told = find_told(call.request.ca_order, challenge.url);
  if (told == nullptr) return challenge.status == "pending" || challenge.error.has_value();
  const auto pause = std::min(first_retry * (1 << std::min(told->times - 1, 10)), last_retry);
  return challenge.error.has_value() && clock_.now() >= told->at + pause;
}

const AcmeAuthority::Told* AcmeAuthority::find_told(const std::string& order,
                                                    const std::string& challenge) const {
  const auto of_order = told_.find(order);
  if (of_order == told_.end()) return nullptr;
  const auto told = of_order->second.find(challenge);
  return told == of_order->second.end() ? nullptr : &told->second;
}

/// Prepares the challenge, again each time as this process may be new, and tells the CA if that is due.
Task<Result<>> AcmeAuthority::tell(const Call& call, const AuthorizationResource& authorization,
                                   const ChallengeResource& challenge) {
  const bool due = is_due(call, challenge);
  CO_TRY_DO(co_await challenges_.prepare(call.ca, call.key, {call.request.ca_order, authorization, challenge},
                                         !due, call.deadline));
  if (due) CO_TRY_DO(co_await post(call, challenge.url, "{}"));
  auto& told = told_[call.request.ca_order][challenge.url];
  if (due || told.times == 0) told = {clock_.now(), told.times + 1};  // or by a process before this one
  co_return Result<>{};
}

Task<Result<>> AcmeAuthority::abandon(CaCredentials credentials, CaOrderRequest request, Instant deadline) {
  forget(request.ca_order);
  if (request.ca_order.empty()) co_return Result<>{};
  auto ca = account_of(std::move(credentials));
  CO_TRY(auto key, AccountKey::from_pem(ca.account_key));
  const Call call{std::move(ca), std::move(request), std::move(key), deadline};
  CO_TRY(const auto found, co_await read_order(call));
  CO_TRY_DO(co_await clean_up(call, found.order));
  if (found.status.stage != CaStage::pending && found.status.stage != CaStage::ready) co_return Result<>{};
  for (const auto& url : found.order.authorizations)
    CO_TRY_DO(co_await post(call, url, R"({"status":"deactivated"})"));
  co_return Result<>{};
}

Task<Result<CaOrderStatus>> AcmeAuthority::finalize(const Call& call, const Found& found) {
  CO_TRY(auto payload, finalize_json(call.request.csr_pem));
  CO_TRY_DO(co_await clean_up(call, found.order));
  CO_TRY(const auto reply, co_await post(call, found.order.finalize, std::move(payload)));
  CO_TRY(const auto order, from(reply.url, parse_order(reply.body)));
  co_return from(reply.url, status_of(call.request.ca_order, order, reply.retry_after));
}

/// Takes the DNS records of an order away, whichever process put them there. Costs a request for each name,
/// so only where there can be records.
Task<Result<>> AcmeAuthority::clean_up(const Call& call, const OrderResource& order) {
  if (call.ca.challenge != "dns-01") co_return Result<>{};
  for (const auto& url : order.authorizations) {
    CO_TRY(const auto authorization, co_await read_authorization(call, url));
    const auto challenge = Challenges::choose(call.ca, authorization);
    if (!challenge || !was_ordered(authorization, call.request.names)) continue;  // there was none to answer
    co_await challenges_.clean_up(call.ca, call.key, {call.request.ca_order, authorization, *challenge},
                                  call.deadline);
  }
  co_return Result<>{};
}

Task<Result<std::string>> AcmeAuthority::download(CaCredentials credentials, CaOrderRequest request,
                                                  Instant deadline) {
  auto ca = account_of(std::move(credentials));
  CO_TRY(auto key, AccountKey::from_pem(ca.account_key));
  const Call call{std::move(ca), std::move(request), std::move(key), deadline};
  CO_TRY(const auto found, co_await read_order(call));
  if (found.order.certificate.empty())
    co_return fail(ca_errc::unexpected_answer,
                   "no certificate in the order, whose status is " + found.status.detail);
  CO_TRY(const auto reply, co_await post(call, found.order.certificate, std::string(post_as_get)));
  if (net::certificates_of(reply.body).empty())
    co_return fail(ca_errc::unexpected_answer, "no certificate at " + found.order.certificate);
  co_return reply.body;
}

}  // namespace kigen::workers::ca::acme
