#include "workers/ca/acme/transport.hpp"

#include "events/core/readable.hpp"
#include "orchestrator/net/http_date.hpp"
#include "orchestrator/net/url.hpp"
#include "workers/ca/acme/base64url.hpp"

namespace kigen::workers::ca::acme {
namespace {

using orchestrator::ca_errc;
using orchestrator::HttpRequest;
using orchestrator::HttpResponse;

constexpr int max_nonce_tries = 20;
constexpr std::size_t max_nonces = 10;
constexpr std::size_t max_nonce_bytes = 512;
constexpr std::size_t max_answer_bytes = 256u << 10;
constexpr Duration directory_life = std::chrono::hours(1);
constexpr Duration longest_wait = std::chrono::days(30);
constexpr unsigned unavailable_status = 503;
constexpr Duration usual_wait = std::chrono::minutes(1);  // rate-limited without a Retry-After

std::unexpected<Error> unexpected_answer(std::string what) {
  return fail(ca_errc::unexpected_answer, std::move(what));
}

bool is_rate_limited(const Reply& reply) {
  return reply.problem && to_error(reply.refusal()).code == ca_errc::rate_limited;
}

bool is_bad_nonce(const Reply& reply) { return reply.problem && reply.problem->type == "badNonce"; }

}  // namespace

Result<> Transport::check_url(const AcmeAccount& ca, const std::string& url) const {
  const auto home = orchestrator::net::parse_url(ca.directory_url);
  if (!home || !home->is_https)
    return fail(ca_errc::account_unusable, "the directory URL must be https: " + ca.directory_url);
  const auto other = orchestrator::net::parse_url(url);
  if (!other || !other->is_https || other->host != home->host)
    return unexpected_answer("a URL that is not https on " + to_text(home->host) + ": " + url.substr(0, 200));
  return {};
}

Result<> Transport::check_pause(const Pause& pause, ca_errc code) const {
  if (clock_.now() >= pause.until) return {};
  return fail(Error{.code = code, .detail = pause.words, .not_before = pause.until});
}

std::unexpected<Error> Transport::pause(Ca& state, const std::string& request, const Reply& reply) {
  std::erase_if(state.pauses, [now = clock_.now()](const auto& entry) { return entry.second.until <= now; });
  auto refusal = reply.refusal();
  if (!refusal.retry_after) refusal.retry_after = clock_.now() + usual_wait;
  auto error = to_error(refusal);
  state.pauses[request] = {*error.not_before, error.detail};
  return fail(std::move(error));
}

std::optional<Instant> Transport::wait_of(const HttpResponse& response) const {
  const auto wait = response.header("Retry-After");
  return wait ? orchestrator::net::retry_after(*wait, clock_.now(), longest_wait) : std::nullopt;
}

Task<Result<HttpResponse>> Transport::exchange(const AcmeAccount& ca, HttpRequest request, bool changes,
                                               Instant deadline) {
  CO_TRY_DO(check_url(ca, request.url));
  CO_TRY_DO(check_pause(state_of(ca).unavailable, ca_errc::unavailable));
  const auto url = request.url;
  request.trust_pem = ca.trust_pem;
  request.proxy = ca.proxy;
  request.max_answer_bytes = max_answer_bytes;
  auto response = co_await https_.send(std::move(request), deadline);
  if (!response) co_return from(url, Result<HttpResponse>(fail(as_ca_error(response.error(), changes))));
  if (response->status / 100 == 3)
    co_return unexpected_answer(url + " redirects, which is not followed, to " +
                                readable_begin(response->header("Location").value_or("nowhere"), 200));
  if (const auto until = wait_of(*response); until && response->status == unavailable_status)
    state_of(ca).unavailable = {
        *until, to_error({url, response->status, parse_problem(response->body), until}).detail};
  const auto nonce = response->header("Replay-Nonce");
  auto& nonces = state_of(ca).nonces;
  if (nonce && is_base64url(*nonce, max_nonce_bytes) && nonces.size() < max_nonces) nonces.push_back(*nonce);
  co_return response;
}

Task<Result<Directory>> Transport::directory(const AcmeAccount& ca, Instant deadline) {
  auto& state = state_of(ca);
  if (state.directory && clock_.now() < state.directory_read + directory_life) co_return *state.directory;
  CO_TRY(const auto response, co_await exchange(ca, {.url = ca.directory_url}, false, deadline));
  auto directory = response.status == 200
                       ? from(ca.directory_url, parse_directory(response.body))
                       : Result<Directory>(fail(to_error({ca.directory_url, response.status,
                                                          parse_problem(response.body), wait_of(response)})));
  if (!directory) {
    if (directory.error().code == ca_errc::unexpected_answer || directory.error().code == ca_errc::refused)
      directory.error() = {make_error_code(ca_errc::unexpected_answer),
                           directory.error().detail + "; is this the URL of an ACME directory?"};
    co_return directory;
  }
  state.directory = *directory;
  state.directory_read = clock_.now();
  co_return directory;
}

Task<Result<std::string>> Transport::take_nonce(const AcmeAccount& ca, Instant deadline) {
  auto& nonces = state_of(ca).nonces;
  if (nonces.empty()) {
    CO_TRY(const auto directory, co_await this->directory(ca, deadline));
    CO_TRY_DO(co_await exchange(ca, {.method = "HEAD", .url = directory.new_nonce}, false, deadline));
    if (nonces.empty()) co_return unexpected_answer(directory.new_nonce + ": no nonce in the answer");
  }
  auto nonce = std::move(nonces.back());  // the newest lives longest
  nonces.pop_back();
  co_return nonce;
}

Result<Reply> Transport::read_reply(const AcmeAccount& ca, std::string url, HttpResponse response) {
  Reply reply{.url = std::move(url), .status = response.status, .retry_after = wait_of(response)};
  reply.body = std::move(response.body);
  if (auto location = response.header("Location")) {
    TRY_DO(check_url(ca, *location));
    reply.location = *std::move(location);
  }
  if (reply.status < 200 || reply.status >= 400) reply.problem = parse_problem(reply.body);
  return reply;
}

Task<Result<Reply>> Transport::post(const AcmeAccount& ca, const Signer& signer, std::string url,
                                    std::string payload, Instant deadline) {
  const auto asked = url + "\n" + payload;
  const auto& pauses = state_of(ca).pauses;
  if (const auto found = pauses.find(asked); found != pauses.end())
    CO_TRY_DO(check_pause(found->second, ca_errc::rate_limited));
  for (int tries = 0; tries < max_nonce_tries; ++tries) {
    CO_TRY(auto nonce, co_await take_nonce(ca, deadline));
    HttpRequest request{.method = "POST", .url = url, .headers = {{"Content-Type", "application/jose+json"}}};
    request.body = signed_request(signer.key, {url, std::move(nonce), signer.account_url}, payload);
    CO_TRY(auto response, co_await exchange(ca, std::move(request), !payload.empty(), deadline));
    CO_TRY(auto reply, read_reply(ca, url, std::move(response)));
    if (is_bad_nonce(reply)) continue;
    if (is_rate_limited(reply)) co_return pause(state_of(ca), asked, reply);
    co_return reply;
  }
  co_return unexpected_answer(url + ": every nonce is refused");
}

}  // namespace kigen::workers::ca::acme
