#include "api/server/server.hpp"

#include <spdlog/spdlog.h>

#include <exception>

#include "api/console/assets.hpp"
#include "api/errors.hpp"
#include "api/routes/routes.hpp"
#include "api/server/answer.hpp"
#include "api/server/parameters.hpp"
#include "api/server/problem.hpp"
#include "api/server/security_headers.hpp"
#include "orchestrator/company/commands.hpp"
#include "orchestrator/user/commands.hpp"

namespace kigen::api {
namespace {

constexpr std::string_view unrouted = "(none)";

bool is_of_api(std::string_view path) {
  return path.starts_with("/api/") || path == "/healthz" || path == "/readyz" || path == "/metrics";
}

/// A file of the console; null when the path is not one, or the method does not read.
const console::Asset* asset_for(const ServerRequest& request) {
  if (request.method != "GET" && request.method != "HEAD") return nullptr;
  return is_of_api(request.path) ? nullptr : console::find_asset(request.path);
}

/// Somebody wanted what is not theirs. Not who is asked for the password, and not a wrong bootstrap token,
/// which is told as a try at it.
bool is_worth_telling(const ServerRequest& request, const Error& error) {
  if (error.code == api_errc::password_needed || error.code == api_errc::wrong_bootstrap_token) return false;
  if (answer_of(error.code) == Answer::forbidden) return true;
  return error.code == api_errc::not_logged_in && request.header("Authorization").has_value();
}

ServerResponse asset_answer(const console::Asset& asset, const ServerRequest& request) {
  auto answer = text_answer(asset.mime, {});
  answer.headers.emplace_back("ETag", asset.etag);
  answer.headers.emplace_back("Cache-Control", asset.immutable ? "max-age=31536000, immutable" : "no-cache");
  answer.headers.emplace_back("Content-Security-Policy", console::content_security_policy);
  if (request.header("If-None-Match") == asset.etag)
    answer.status = 304;
  else
    answer.body = asset.bytes;
  return answer;
}

}  // namespace

Server::Server(Backend backend)
    : backend_(std::move(backend)),
      gate_(backend_),
      replays_(backend_),
      router_(all_routes({backend_, gate_, replays_, metrics_, backend_.clock.now()})) {}

Task<ServerResponse> Server::handle(ServerRequest request) {
  const auto began = backend_.clock.now();
  const auto id = orchestrator::fresh_uuid(began, backend_.random);
  const auto id_text = to_text(id);
  ServerResponse answer;
  std::string_view pattern = unrouted;
  if (const auto* asset = asset_for(request)) {
    answer = asset_answer(*asset, request);
    pattern = "(console)";
  } else {
    auto served = co_await serve(request, id, pattern);
    if (!served) spdlog::debug("request {}: {}", id_text, describe(served.error()));
    if (!served && answer_of(served.error().code) == Answer::internal)
      spdlog::error("request {} {} {}: {}", id_text, request.method, request.path, describe(served.error()));
    answer = served ? *std::move(served) : problem_answer(served.error(), id_text);
  }
  answer.headers.emplace_back("X-Request-Id", id_text);
  add_security_headers(answer);
  const auto took = backend_.clock.now() - began;
  metrics_.count(request.method, pattern, answer.status, took);
  spdlog::debug("request {}: {} {} from {}: {} in {} µs", id_text, request.method, request.path, request.peer,
                answer.status, took.count());
  wipe(request.body);
  co_return answer;
}

Task<Result<ServerResponse>> Server::serve(const ServerRequest& request, Uuid id, std::string_view& pattern) {
  CO_TRY(auto match, router_.find(request.method, request.path));
  pattern = match.route->pattern;
  Call call{request, std::move(match.parameters), {}, id};
  auto served = co_await serve_on(*match.route, call);
  if (!served && is_worth_telling(request, served.error()))
    gate_.book.refused(call.caller, request.method + " " + std::string(pattern),
                       error_word(served.error().code), request.peer);
  co_return served;
}

Task<Result<ServerResponse>> Server::serve_on(const Route& route, Call& call) {
  CO_TRY_DO(co_await gate_.admit(call.request, route, call.caller));
  CO_TRY_DO(check_query(call.request, route.query));
  CO_TRY(auto answer, co_await route.handle(call));
  CO_TRY_DO(seat(answer, call.caller));
  if (call.caller.user != UserId{}) answer.known_as = to_text(call.caller.user);
  co_return answer;
}

/// What streams does so on a seat of the caller's.
Result<> Server::seat(ServerResponse& answer, const Caller& caller) {
  if (!answer.stream) return {};
  TRY(auto seat, streams_.open(caller.user));
  answer.stream = [seat = std::move(seat), write = std::move(answer.stream)](
                      orchestrator::net::ByteSink& sink) { return write(sink); };
  return {};
}

Task<Result<>> Server::recall_sessions() {
  co_await gate_.sessions.recall();
  co_return Result<>{};
}

Task<Result<>> Server::keep_sessions(Due due) {
  if (due == Due::all) {
    co_await gate_.sessions.keep_all();
    gate_.book.tell_all();
  } else {
    co_await gate_.sessions.keep_uses();
    gate_.book.tell_due();
  }
  co_return Result<>{};
}

Task<Result<>> Server::prepare_first_admin() {
  if (co_await ask_world(backend_, orchestrator::is_claimed)) co_await gate_.forget_bootstrap();
  const bool fresh =
      co_await ask_world(backend_, [](const orchestrator::World& world) { return world.users().empty(); });
  if (!fresh) co_return Result<>{};
  orchestrator::CreateUser create;
  create.id = orchestrator::fresh_id<UserId>(backend_.clock.now(), backend_.random);
  create.mail = first_admin_mail;
  create.role = events::Role::admin;
  CO_TRY_DO(co_await backend_.orchestrator.execute(orchestrator::as_command(create), {}));
  co_return Result<>{};
}

}  // namespace kigen::api
