#include "orchestrator/net/http_server.hpp"

#include <algorithm>
#include <set>

#include <spdlog/spdlog.h>

#include "orchestrator/net/http_connection.hpp"
#include "orchestrator/net/tcp.hpp"
#include "orchestrator/ports/https.hpp"
#include "orchestrator/runtime/task_group.hpp"
#include "orchestrator/runtime/with_deadline.hpp"

namespace kigen::orchestrator::net {
namespace {

constexpr Duration accept_pause = std::chrono::milliseconds(100);
constexpr Duration last_grace = std::chrono::seconds(2);

}  // namespace

std::optional<std::string> ServerRequest::header(std::string_view name) const {
  return find_header(headers, name);
}

std::optional<std::string> ServerRequest::query_value(std::string_view name) const {
  const auto found = std::ranges::find(query, name, &std::pair<std::string, std::string>::first);
  return found == query.end() ? std::nullopt : std::optional(found->second);
}

struct HttpServer::State {
  State(asio::any_io_executor on, Clock& clock, HttpServerSettings settings, Handler handler)
      : loop(std::move(on)), context{std::move(settings), std::move(handler), clock}, tasks(loop, clock) {}

  Task<Result<>> accept_all();
  void admit(Accepted accepted);
  Task<Result<>> serve(Accepted accepted, bool is_over_limit);
  Task<Result<std::unique_ptr<ByteStream>>> secure(Accepted& accepted);

  asio::any_io_executor loop;
  ServerContext context;
  std::unique_ptr<TcpListener> listener = {};
  std::size_t admitted = 0;
  std::set<HttpConnection*> open = {};
  TaskGroup tasks;
};

/// Takes connections until the listener is closed. Out of file descriptors, say, it tries again in a moment.
Task<Result<>> HttpServer::State::accept_all() {
  while (!context.draining) {
    auto accepted = co_await listener->accept();
    if (accepted) {
      context.settings.accepting({});
      admit(*std::move(accepted));
      continue;
    }
    if (context.draining || accepted.error().code == std::errc::operation_canceled) break;
    context.settings.accepting(fail(accepted.error()));
    CO_TRY_DO(co_await context.clock.sleep_until(context.clock.now() + accept_pause));
  }
  co_return Result<>{};
}

void HttpServer::State::admit(Accepted accepted) {
  if (admitted >= 2 * context.settings.max_connections) return;  // closed as it goes
  const bool is_over_limit = admitted >= context.settings.max_connections;
  auto name = "connection from " + accepted.peer;
  tasks.spawn(std::move(name), serve(std::move(accepted), is_over_limit));
}

Task<Result<std::unique_ptr<ByteStream>>> HttpServer::State::secure(Accepted& accepted) {
  if (!context.settings.tls) co_return std::move(accepted.stream);
  const auto deadline = context.clock.now() + context.settings.handshake_timeout;
  co_return co_await tls_server(std::move(accepted.stream), *context.settings.tls, accepted.peer,
                                context.clock, deadline);
}

Task<Result<>> HttpServer::State::serve(Accepted accepted, bool is_over_limit) {
  struct Place {
    std::size_t& count;
    explicit Place(std::size_t& all) : count(all) { ++count; }
    ~Place() { --count; }
  } place(admitted);
  auto stream = co_await secure(accepted);
  if (!stream) {  // anyone can fail a handshake
    spdlog::debug("{}", describe(stream.error()));
    co_return Result<>{};
  }
  HttpConnection connection(context, *std::move(stream), accepted.peer, is_over_limit);
  struct Listed {
    std::set<HttpConnection*>& all;
    HttpConnection* self;
    ~Listed() { all.erase(self); }
  } listed{open, &connection};
  open.insert(&connection);
  const auto ended = co_await connection.run();
  if (!ended) spdlog::debug("{}: {}", accepted.peer, describe(ended.error()));
  co_return Result<>{};
}

HttpServer::HttpServer(asio::any_io_executor loop, Clock& clock, HttpServerSettings settings, Handler handler)
    : state_(std::make_unique<State>(std::move(loop), clock, std::move(settings), std::move(handler))) {}

HttpServer::~HttpServer() = default;

Result<> HttpServer::start() {
  TRY(state_->listener, TcpListener::open(state_->loop, state_->context.settings.listen));
  state_->tasks.spawn("http listener", state_->accept_all());
  return {};
}

std::uint16_t HttpServer::port() const { return state_->listener ? state_->listener->port() : 0; }

std::size_t HttpServer::connections() const { return state_->admitted; }

Task<Result<>> HttpServer::stop(Duration grace) {
  auto& clock = state_->context.clock;
  state_->context.draining = true;
  if (state_->listener) state_->listener->close();
  for (auto* connection : state_->open) connection->close_if_free();
  std::ignore = co_await with_deadline(clock, clock.now() + grace, state_->tasks.wait_empty());
  co_return co_await state_->tasks.stop(last_grace);
}

}  // namespace kigen::orchestrator::net
