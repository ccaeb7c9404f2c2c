#include "api/routes/event_stream.hpp"

#include "api/server/sieve.hpp"
#include "orchestrator/runtime/with_deadline.hpp"

namespace kigen::api {
namespace {

constexpr std::size_t batch = 256;
constexpr std::string_view greeting = "retry: 2000\n\n";

std::string id_line(Position position) { return "id: " + std::to_string(position) + "\n"; }

/// Records hold no line feed: their JSON escapes it.
std::string as_events(const std::vector<events::Record>& records) {
  std::string text;
  for (const auto& record : records)
    text += id_line(record.position) + "data: " + events::encode_record(record) + "\n\n";
  return text;
}

/// A comment keeps proxies awake; the id lets a filtered stream resume where it is.
std::string sign_of_life(Position next) {
  return next == 0 ? ": idle\n\n" : ": idle\n" + id_line(next - 1) + "\n";
}

/// Returns once the views show the record at `position`; stopped views hold nothing up.
Task<Result<>> until_shown(Backend& backend, Position position, orchestrator::net::ByteSink& sink) {
  for (;;) {
    const auto shown = co_await orchestrator::with_deadline(backend.clock, backend.clock.now() + heartbeat,
                                                            backend.runner.wait_until(position));
    if (shown || shown.error().code == events::log_errc::closed) co_return Result<>{};
    if (shown.error().code != std::errc::timed_out) co_return shown;
    CO_TRY_DO(co_await sink.write(": the views lag\n\n"));
  }
}

}  // namespace

bool StreamFilter::takes(const events::Record& record) const {
  if (stream && record.stream != *stream) return false;
  return type.ends_with('.') ? record.type.starts_with(type) : type.empty() || record.type == type;
}

Task<Result<>> follow_events(Backend& backend, Gate& gate, Caller caller, StreamFilter filter, Position from,
                             orchestrator::net::ByteSink& sink) {
  CO_TRY_DO(co_await sink.write(greeting));
  const auto sieve = sieve_for(backend, reader_of(caller));
  for (auto next = from;;) {
    CO_TRY(auto records, co_await backend.log.read(next, batch));
    const bool is_end = records.empty();
    if (!is_end) next = records.back().position + 1;
    std::erase_if(records, [&](const auto& record) { return !filter.takes(record); });
    if (!records.empty()) CO_TRY_DO(co_await until_shown(backend, next - 1, sink));
    CO_TRY(records, co_await sieve(std::move(records)));
    if (!co_await gate.still_in(caller)) co_return Result<>{};
    if (!records.empty()) CO_TRY_DO(co_await sink.write(as_events(records)));
    if (!is_end) continue;

    const auto more = co_await orchestrator::with_deadline(backend.clock, backend.clock.now() + heartbeat,
                                                           backend.log.wait_beyond(next));
    if (more) continue;
    if (more.error().code != std::errc::timed_out) co_return more;
    if (!co_await gate.still_in(caller)) co_return Result<>{};
    CO_TRY_DO(co_await sink.write(sign_of_life(next)));
  }
}

}  // namespace kigen::api
