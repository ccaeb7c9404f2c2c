#include "workers/generation_reader.hpp"

#include "events/any_event.hpp"

namespace kigen::workers {

Task<Result<events::Generation>> read_generation(events::EventLog& log, Position registered_at) {
  CO_TRY(const auto records, co_await log.read(registered_at, 1));
  if (records.size() != 1) co_return fail(events::log_errc::corrupt, "a generation points behind the log");
  const auto& record = records.front();
  CO_TRY(const auto event, events::decode_event(record.type, record.schema, record.payload));
  if (const auto* registered = events::get_event<events::GenerationRegistered>(event))
    co_return registered->generation;
  if (const auto* updated = events::get_event<events::GenerationUpdated>(event))
    co_return updated->generation;
  co_return fail(events::log_errc::corrupt, "no generation at position " + std::to_string(registered_at));
}

}  // namespace kigen::workers
