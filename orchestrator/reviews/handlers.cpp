#include "orchestrator/reviews/handlers.hpp"

#include <algorithm>

#include "orchestrator/jobs/kinds.hpp"
#include "orchestrator/order/commands.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

Work nothing_to_do() {
  return [](JobContext&) -> Task<Result<JobOutcome>> { co_return JobDone{}; };
}

}  // namespace

std::string_view RenewHandler::kind() const { return job_kind::service_renew; }

Result<Work> RenewHandler::prepare(const World& world, const Job& job) {
  TRY(const auto id, id_of<ServiceId>(job.queued.subject));
  const auto* service = world.service(id);
  const auto now = clock_.now();
  if (service == nullptr || !service->enabled || !service->renewal_due || *service->renewal_due > now ||
      world.open_order_of(id) != nullptr)
    return nothing_to_do();
  RequestOrder request{fresh_id<OrderId>(now, random_),
                       id,
                       events::OrderReason::renewal,
                       std::nullopt,
                       service->settings.renewal.apply_automatically,
                       now};
  return Work([request](JobContext& context) -> Task<Result<JobOutcome>> {
    CO_TRY_DO(co_await context.report(as_command(request)));
    co_return JobDone{};
  });
}

std::string_view ExpiryHandler::kind() const { return job_kind::expiry_check; }

Result<Work> ExpiryHandler::prepare(const World& world, const Job&) {
  const auto now = clock_.now();
  std::vector<ServiceId> due;
  for (const auto& [id, service] : world.services())
    if (const auto review = decide(world, ReviewExpiry{id, now}); review && !review->empty())
      due.push_back(id);
  std::ranges::sort(due);  // the same order in every simulation
  return Work([due = std::move(due), now](JobContext& context) -> Task<Result<JobOutcome>> {
    for (const auto id : due) {
      const auto reviewed = co_await context.report(as_command(ReviewExpiry{id, now}));
      if (!reviewed && failure_of(reviewed.error().code) != Failure::permanent)
        co_return fail(reviewed.error());
    }
    co_return JobDone{};
  });
}

}  // namespace kigen::orchestrator
