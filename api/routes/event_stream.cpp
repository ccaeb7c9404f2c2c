#include "api/routes/event_stream.hpp"

#include "orchestrator/runtime/with_deadline.hpp"
#include "projections/audit/query.hpp"

namespace kigen::api {
namespace {

constexpr std::size_t batch = 256;
constexpr std::string_view greeting = "retry: 2000\n\n";

std::string id_line(Position position) { return "id: " + std::to_string(position) + "\n"; }

/// Records hold no line feed: their JSON escapes it.
std::string as_events(const std::vector<events::Record>& records, const StreamFilter& filter) {
  std::string text;
  for (const auto& record : records)
    if (const auto taken = filter.taken(record))
      text += id_line(record.position) + "data: " + events::encode_record(*taken) + "\n\n";
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

std::optional<events::Record> StreamFilter::taken(const events::Record& record) const {
  if (stream && record.stream != *stream) return std::nullopt;
  const bool fits = type.ends_with('.') ? record.type.starts_with(type) : type.empty() || record.type == type;
  return fits ? projections::seen_by(reader, record) : std::nullopt;
}

Task<Result<>> follow_events(Backend& backend, Gate& gate, Caller caller, StreamFilter filter, Position from,
                             orchestrator::net::ByteSink& sink) {
  CO_TRY_DO(co_await sink.write(greeting));
  for (auto next = from;;) {
    CO_TRY(const auto records, co_await backend.log.read(next, batch));
    if (!records.empty()) next = records.back().position + 1;
    const auto text = as_events(records, filter);
    if (!text.empty()) CO_TRY_DO(co_await until_shown(backend, next - 1, sink));
    if (!co_await gate.still_in(caller)) co_return Result<>{};
    if (!text.empty()) CO_TRY_DO(co_await sink.write(text));
    if (!records.empty()) continue;

    const auto more = co_await orchestrator::with_deadline(backend.clock, backend.clock.now() + heartbeat,
                                                           backend.log.wait_beyond(next));
    if (more) continue;
    if (more.error().code != std::errc::timed_out) co_return more;
    if (!co_await gate.still_in(caller)) co_return Result<>{};
    CO_TRY_DO(co_await sink.write(sign_of_life(next)));
  }
}

}  // namespace kigen::api
