#include "workers/ca/acme/transport.hpp"

#include "orchestrator/net/http_date.hpp"
#include "orchestrator/net/url.hpp"
#include "workers/ca/acme/base64url.hpp"
#include "workers/ca/acme/problem_errors.hpp"

namespace kigen::workers::ca::acme {
namespace {

using orchestrator::ca_errc;
using orchestrator::CaCredentials;
using orchestrator::HttpRequest;
using orchestrator::HttpResponse;

constexpr int max_nonce_tries = 20;
constexpr std::size_t max_nonces = 10;
constexpr std::size_t max_nonce_bytes = 512;
constexpr std::size_t max_answer_bytes = 256u << 10;
constexpr Duration directory_life = std::chrono::hours(1);
constexpr Duration longest_wait = std::chrono::hours(24);
constexpr Duration usual_wait = std::chrono::minutes(1);  // rate-limited without a Retry-After

std::unexpected<Error> unexpected_answer(std::string what) {
  return fail(ca_errc::unexpected_answer, std::move(what));
}

std::unexpected<Error> must_wait(std::string words, Instant until) {
  return fail(Error{.code = ca_errc::rate_limited, .detail = std::move(words), .not_before = until});
}

bool is_rate_limited(const Reply& reply) {
  return reply.problem && to_error(reply.status, *reply.problem).code == ca_errc::rate_limited;
}

bool is_bad_nonce(const Reply& reply) { return reply.problem && reply.problem->type == "badNonce"; }

}  // namespace

Result<> Transport::check_url(const CaCredentials& ca, const std::string& url) const {
  const auto home = orchestrator::net::parse_url(ca.directory_url);
  if (!home || !home->is_https)
    return fail(ca_errc::account_unusable, "the directory URL must be https: " + ca.directory_url);
  const auto other = orchestrator::net::parse_url(url);
  if (!other || !other->is_https || other->host != home->host)
    return unexpected_answer("a URL that is not https on " + to_text(home->host) + ": " + url.substr(0, 200));
  return {};
}

Result<> Transport::check_pause(const Ca& state, const std::string& request) const {
  const auto found = state.pauses.find(request);
  if (found == state.pauses.end() || clock_.now() >= found->second.until) return {};
  return must_wait(found->second.words, found->second.until);
}

std::unexpected<Error> Transport::pause(Ca& state, const std::string& request, const Reply& reply) {
  std::erase_if(state.pauses, [now = clock_.now()](const auto& entry) { return entry.second.until <= now; });
  const auto until = reply.retry_after.value_or(clock_.now() + usual_wait);
  auto words = to_error(reply.status, *reply.problem).detail + "; not before " + kigen::to_text(until);
  state.pauses[request] = {until, words};
  return must_wait(std::move(words), until);
}

Task<Result<HttpResponse>> Transport::exchange(const CaCredentials& ca, HttpRequest request, bool changes,
                                               Instant deadline) {
  CO_TRY_DO(check_url(ca, request.url));
  request.trust_pem = ca.trust_pem;
  request.proxy = ca.proxy;
  request.max_answer_bytes = max_answer_bytes;
  auto response = co_await https_.send(std::move(request), deadline);
  if (!response) co_return fail(as_ca_error(response.error(), changes));
  if (response->status / 100 == 3)
    co_return unexpected_answer("redirect refused: " +
                                response->header("Location").value_or("").substr(0, 200));
  const auto nonce = response->header("Replay-Nonce");
  auto& nonces = state_of(ca).nonces;
  if (nonce && is_base64url(*nonce, max_nonce_bytes) && nonces.size() < max_nonces) nonces.push_back(*nonce);
  co_return response;
}

Task<Result<Directory>> Transport::directory(const CaCredentials& ca, Instant deadline) {
  auto& state = state_of(ca);
  if (state.directory && clock_.now() < state.directory_read + directory_life) co_return *state.directory;
  CO_TRY(const auto response, co_await exchange(ca, {.url = ca.directory_url}, false, deadline));
  if (response.status != 200) co_return fail(to_error(response.status, parse_problem(response.body)));
  CO_TRY(auto directory, parse_directory(response.body));
  state.directory = directory;
  state.directory_read = clock_.now();
  co_return directory;
}

Task<Result<std::string>> Transport::take_nonce(const CaCredentials& ca, Instant deadline) {
  auto& nonces = state_of(ca).nonces;
  if (nonces.empty()) {
    CO_TRY(const auto directory, co_await this->directory(ca, deadline));
    CO_TRY_DO(co_await exchange(ca, {.method = "HEAD", .url = directory.new_nonce}, false, deadline));
    if (nonces.empty()) co_return unexpected_answer("no nonce in the answer to newNonce");
  }
  auto nonce = std::move(nonces.back());  // the newest lives longest
  nonces.pop_back();
  co_return nonce;
}

Result<Reply> Transport::read_reply(const CaCredentials& ca, HttpResponse response) {
  Reply reply{.status = response.status, .body = std::move(response.body)};
  if (const auto wait = response.header("Retry-After"))
    reply.retry_after = orchestrator::net::retry_after(*wait, clock_.now(), longest_wait);
  if (auto location = response.header("Location")) {
    TRY_DO(check_url(ca, *location));
    reply.location = *std::move(location);
  }
  if (reply.status < 200 || reply.status >= 400) reply.problem = parse_problem(reply.body);
  return reply;
}

Task<Result<Reply>> Transport::post(const CaCredentials& ca, const Signer& signer, std::string url,
                                    std::string payload, Instant deadline) {
  const auto asked = url + "\n" + payload;
  CO_TRY_DO(check_pause(state_of(ca), asked));
  for (int tries = 0; tries < max_nonce_tries; ++tries) {
    CO_TRY(auto nonce, co_await take_nonce(ca, deadline));
    HttpRequest request{.method = "POST", .url = url, .headers = {{"Content-Type", "application/jose+json"}}};
    request.body = signed_request(signer.key, {url, std::move(nonce), signer.account_url}, payload);
    CO_TRY(auto response, co_await exchange(ca, std::move(request), !payload.empty(), deadline));
    CO_TRY(auto reply, read_reply(ca, std::move(response)));
    if (is_bad_nonce(reply)) continue;
    if (is_rate_limited(reply)) co_return pause(state_of(ca), asked, reply);
    co_return reply;
  }
  co_return unexpected_answer("every nonce is refused");
}

}  // namespace kigen::workers::ca::acme
