#include "orchestrator/jobs/home_here.hpp"

#include <utility>

#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

Command command_of(Report report) {
  return std::visit([](auto& command) { return as_command(std::move(command)); }, report);
}

}  // namespace

Task<Result<>> HomeHere::report(Report report) {
  CO_TRY_DO(co_await job_.report(command_of(std::move(report))));
  co_return Result<>{};
}

void HomeHere::note(Report report) { job_.note(command_of(std::move(report))); }

Task<Result<SecretRef>> HomeHere::keep(KeepSecret made) {
  const auto ref = fresh_id<SecretRef>(ports_.clock.now(), ports_.random);
  CO_TRY_DO(co_await ports_.vault.put(ref, std::move(made.secret)));
  co_return ref;
}

Task<Result<CancelReason>> HomeHere::ask(AskCancelled question) {
  co_return co_await job_.ask([id = question.order](const World& world) {
    const auto* order = world.order(id);
    return order == nullptr ? CancelReason() : order->cancel_reason;
  });
}

}  // namespace kigen::orchestrator
