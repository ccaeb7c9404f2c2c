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
constexpr std::size_t max_turned_away = 32;  // are told so at once; others are closed on

/// A connection's bytes, and its place: they go together.
class SeatedStream final : public ByteStream {
 public:
  explicit SeatedStream(std::unique_ptr<ByteStream> over) : over_(std::move(over)) {}

  void take(std::unique_ptr<Places::Place> place) { place_ = std::move(place); }
  Places::Place* place() const { return place_.get(); }

  Task<Result<std::size_t>> read_some(std::span<char> into) override { return over_->read_some(into); }
  Task<Result<>> write(std::span<const char> bytes) override { return over_->write(bytes); }
  void close() override { over_->close(); }

 private:
  std::unique_ptr<ByteStream> over_;
  std::unique_ptr<Places::Place> place_;
};

/// Counts itself among `all` while it lives.
class Counted {
 public:
  explicit Counted(std::size_t& all) : all_(all) { ++all_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
  ~Counted() { --all_; }

 private:
  std::size_t& all_;
};

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
      : loop(std::move(on)),
        context{std::move(settings), std::move(handler), clock},
        places(context.settings.places),
        tasks(loop, clock) {}

  Task<Result<>> accept_all(Listener& from);
  void admit(Accepted accepted);
  std::unique_ptr<Places::Place> place_for(const Accepted& accepted, SeatedStream& stream);
  Task<Result<>> turn_away(Accepted accepted);
  Task<Result<>> serve(Accepted accepted, Places::Place* place);
  Task<Result<std::unique_ptr<ByteStream>>> secure(Accepted& accepted);

  asio::any_io_executor loop;
  ServerContext context;
  std::unique_ptr<TcpListener> listener = {};
  std::unique_ptr<LocalListener> local_listener = {};
  Places places;
  std::size_t admitted = 0;
  std::size_t turned_away = 0;
  std::set<HttpConnection*> open = {};
  TaskGroup tasks;
};

/// Takes connections until the listener is closed. Out of file descriptors, say, it tries again in a moment.
Task<Result<>> HttpServer::State::accept_all(Listener& from) {
  while (!context.draining) {
    auto accepted = co_await from.accept();
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
  auto stream = std::make_unique<SeatedStream>(std::move(accepted.stream));
  stream->take(place_for(accepted, *stream));
  auto* const place = stream->place();
  accepted.stream = std::move(stream);
  auto name = "connection from " + accepted.peer;
  if (place)
    tasks.spawn(std::move(name), serve(std::move(accepted), place));
  else if (turned_away < max_turned_away)
    tasks.spawn(std::move(name), turn_away(std::move(accepted)));
}

std::unique_ptr<Places::Place> HttpServer::State::place_for(const Accepted& accepted, SeatedStream& stream) {
  const auto give_way = [&stream] { stream.close(); };
  if (accepted.local_uid || context.settings.proxies.include(accepted.peer))
    return places.for_trusted(give_way);
  return places.for_stranger(accepted.peer, give_way);
}

Task<Result<>> HttpServer::State::turn_away(Accepted accepted) {
  const Counted counted(turned_away);
  co_return co_await serve(std::move(accepted), nullptr);
}

Task<Result<std::unique_ptr<ByteStream>>> HttpServer::State::secure(Accepted& accepted) {
  if (!context.settings.tls || accepted.local_uid) co_return std::move(accepted.stream);
  const auto deadline = context.clock.now() + context.settings.handshake_timeout;
  co_return co_await tls_server(std::move(accepted.stream), *context.settings.tls, accepted.peer,
                                context.clock, deadline);
}

Task<Result<>> HttpServer::State::serve(Accepted accepted, Places::Place* place) {
  const Counted counted(admitted);
  auto stream = co_await secure(accepted);
  if (!stream) {  // anyone can fail a handshake
    spdlog::debug("{}", describe(stream.error()));
    co_return Result<>{};
  }
  HttpConnection connection(context, *std::move(stream),
                            {accepted.peer, accepted.came_to, accepted.local_uid}, place);
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
  if (const auto& local = state_->context.settings.local_socket; !local.empty()) {
    TRY(state_->local_listener, LocalListener::open(state_->loop, local));
  }
  state_->tasks.spawn("http listener", state_->accept_all(*state_->listener));
  if (state_->local_listener)
    state_->tasks.spawn("local http listener", state_->accept_all(*state_->local_listener));
  return {};
}

std::uint16_t HttpServer::port() const { return state_->listener ? state_->listener->port() : 0; }

std::size_t HttpServer::connections() const { return state_->admitted; }

Task<Result<>> HttpServer::stop(Duration grace) {
  auto& clock = state_->context.clock;
  state_->context.draining = true;
  if (state_->listener) state_->listener->close();
  if (state_->local_listener) state_->local_listener->close();
  for (auto* connection : state_->open) connection->close_if_free();
  std::ignore = co_await with_deadline(clock, clock.now() + grace, state_->tasks.wait_empty());
  co_return co_await state_->tasks.stop(last_grace);
}

}  // namespace kigen::orchestrator::net
