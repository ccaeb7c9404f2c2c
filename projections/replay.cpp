#include "projections/replay.hpp"

#include <algorithm>

namespace kigen::projections {
namespace {

constexpr std::size_t replay_batch_size = 4'096;

}  // namespace

Task<Result<std::unique_ptr<Views>>> fold_to(events::EventLog& log, Position end,
                                             std::shared_ptr<const Owners> judges) {
  CO_TRY(auto views, Views::in_memory(std::move(judges)));
  const auto last = std::min(end, log.end());
  while (views->position() < last) {
    const auto from = views->position();
    CO_TRY(const auto records,
           co_await log.read(from, std::min<std::size_t>(replay_batch_size, last - from)));
    CO_TRY_DO(views->fold(records));
  }
  co_return views;
}

}  // namespace kigen::projections
