#include "orchestrator/reviews/handlers.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "orchestrator/erasure/commands.hpp"
#include "orchestrator/jobs/kinds.hpp"
#include "orchestrator/order/commands.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

Work nothing_to_do() {
  return [](JobContext&) -> Task<Result<JobOutcome>> { co_return JobDone{}; };
}

/// What a review finds among the next services.
struct ExpirySlice {
  std::vector<ServiceId> due = {};
  std::optional<ServiceId> last = {};  ///< where the next slice begins; none: there is none
};

ExpirySlice next_slice(const World& world, const std::optional<ServiceId>& behind, Instant now) {
  ExpirySlice slice;
  const auto ids = world.services_after(behind, expiry_slice);
  for (const auto id : ids)
    if (const auto review = decide(world, ReviewExpiry{id, now}); review && !review->empty())
      slice.due.push_back(id);
  if (ids.size() == expiry_slice) slice.last = ids.back();
  return slice;
}

Task<Result<>> review(const std::vector<ServiceId>& services, Instant now, JobContext& context) {
  for (const auto id : services) {
    const auto reviewed = co_await context.report(as_command(ReviewExpiry{id, now}));
    if (!reviewed && failure_of(reviewed.error().code) != Failure::permanent)
      co_return fail(reviewed.error());
  }
  co_return Result<>{};
}

/// Whose erasure is on disk: the first few.
std::vector<SecretRef> going(const World& world) {
  std::vector<SecretRef> found;
  for (const auto& [secret, unreferenced] : world.vault_book().unreferenced)
    if (unreferenced.is_going && found.size() < most_secrets_at_once) found.push_back(secret);
  return found;
}

template <class Command>
Task<Result<JobOutcome>> send(Command command, JobContext& context) {
  CO_TRY_DO(co_await context.report(as_command(std::move(command))));
  co_return JobDone{};
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
  return Work([request](JobContext& context) { return send(request, context); });
}

std::string_view ReviewHandler::kind() const { return job_kind::service_review; }

Result<Work> ReviewHandler::prepare(const World& world, const Job& job) {
  TRY(const auto id, id_of<ServiceId>(job.queued.subject));
  if (world.service(id) == nullptr) return nothing_to_do();
  return Work(
      [review = ReviewExpiry{id, clock_.now()}](JobContext& context) { return send(review, context); });
}

std::string_view ExpiryHandler::kind() const { return job_kind::expiry_check; }

Result<Work> ExpiryHandler::prepare(const World&, const Job&) {
  return Work([this](JobContext& context) { return review_all(context); });
}

Task<Result<JobOutcome>> ExpiryHandler::review_all(JobContext& context) {
  const auto now = clock_.now();
  for (std::optional<ServiceId> last;;) {
    const auto slice =
        co_await context.ask([last, now](const World& world) { return next_slice(world, last, now); });
    CO_TRY_DO(co_await review(slice.due, now, context));
    if (!slice.last) co_return JobDone{};
    last = slice.last;
  }
}

std::string_view VaultHandler::kind() const { return job_kind::vault_review; }

Result<Work> VaultHandler::prepare(const World&, const Job&) {
  return Work([this](JobContext& context) { return review(context); });
}

Task<Result<JobOutcome>> VaultHandler::review(JobContext& context) {
  CO_TRY(const auto stored, co_await vault_.list());
  for (bool changed = true; changed;) {
    CO_TRY(const auto receipt,
           co_await context.report(as_command(ReviewVault{stored, grace_, clock_.now()})));
    changed = receipt.changed;
  }
  for (;;) {
    const auto begun = co_await context.ask(going);
    if (begun.empty()) co_return JobDone{};
    CO_TRY_DO(co_await erase(begun, context));
  }
}

Task<Result<>> VaultHandler::erase(const std::vector<SecretRef>& secrets, JobContext& context) {
  for (const auto secret : secrets) CO_TRY_DO(co_await vault_.erase(secret));
  CO_TRY_DO(co_await context.report(as_command(ReportErased{secrets})));
  co_return Result<>{};
}

}  // namespace kigen::orchestrator
