#include <algorithm>
#include <vector>

#include "events/core/overloaded.hpp"
#include "orchestrator/consequences.hpp"
#include "orchestrator/jobs/make.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

/// What kept its orders may be mended: they go on at once, those that were parked too.
void edited(Consequences& then) {
  const auto& world = then.world();
  std::vector<OrderId> erring;
  for (const auto& [id, order] : world.orders())
    if (order.ca_account == then.id<CaAccountId>() && !order.last_error.empty()) erring.push_back(id);
  std::ranges::sort(erring);  // consequences have an order
  for (const auto id : erring)
    for (const auto* job : idle_jobs(world, stream_of(id)))
      then.add_if_of_use("retry_order", RetryJob{job->id, then.now()});
}

}  // namespace

void react(Consequences& then, const CaAccountEvent& event) {
  visit_some(event, [&](const CaAccountEdited&) { edited(then); });
}

}  // namespace kigen::orchestrator
