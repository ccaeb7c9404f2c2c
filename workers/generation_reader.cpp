#include "workers/generation_reader.hpp"

#include "events/codec/event_codec.hpp"

namespace kigen::workers {

Task<Result<events::Generation>> read_generation(events::EventLog& log, Position registered_at) {
  CO_TRY(const auto records, co_await log.read(registered_at, 1));
  if (records.size() != 1) co_return fail(events::log_errc::corrupt, "a generation points behind the log");
  const auto& record = records.front();
  CO_TRY(auto event, events::decode<events::ServiceEvent>(record.type, record.schema, record.payload));
  if (auto* registered = std::get_if<events::GenerationRegistered>(&event)) co_return registered->generation;
  if (auto* updated = std::get_if<events::GenerationUpdated>(&event)) co_return updated->generation;
  co_return fail(events::log_errc::corrupt, "no generation at position " + std::to_string(registered_at));
}

}  // namespace kigen::workers
