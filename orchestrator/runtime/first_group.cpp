#include "orchestrator/runtime/first_group.hpp"

#include "orchestrator/kept/commands.hpp"

namespace kigen::orchestrator {

Task<Result<>> ensure_first_group(Orchestrator& orchestrator, events::EventLog& log) {
  CO_TRY(const auto records, co_await log.read_stream(stream_of(first_group), 1, 1));
  if (!records.empty()) co_return Result<>{};
  CO_TRY_DO(co_await orchestrator.execute(
      as_command(Create<events::UserGroupSettings>{first_group, {"samplegroup"}}), {}));
  co_return Result<>{};
}

}  // namespace kigen::orchestrator
