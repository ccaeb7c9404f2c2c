#include "workers/ca/key_handler.hpp"

#include "orchestrator/jobs/kinds.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/world.hpp"

namespace kigen::workers::ca {

using namespace orchestrator;

std::string_view KeyHandler::kind() const { return job_kind::service_make_key; }

Result<Work> KeyHandler::prepare(const World& world, const Job& job) {
  TRY(const auto id, id_of<ServiceId>(job.queued.subject));
  const auto* service = world.service(id);
  if (service == nullptr) return Work([](JobContext&) -> Task<Result<JobOutcome>> { co_return JobDone{}; });
  return Work([this, id, settings = service->settings](JobContext& context) {
    return make_key(id, settings, context);
  });
}

Task<Result<JobOutcome>> KeyHandler::make_key(ServiceId id, events::ServiceSettings settings,
                                              JobContext& context) {
  CsrRequest request{settings.key, settings.subject, settings.common_name, {settings.common_name}};
  request.names.insert(request.names.end(), settings.sans.begin(), settings.sans.end());
  CO_TRY(auto made, co_await keys_.make(std::move(request)));
  const auto ref = fresh_id<KeyRef>(clock_.now(), random_);
  CO_TRY_DO(co_await vault_.put(ref, std::move(made.key_pem)));
  CO_TRY_DO(co_await context.report(as_command(ReportKeyCreated{
      id, {ref, std::move(made.csr_pem), std::move(made.public_key_sha256)}, std::move(settings)})));
  co_return JobDone{};
}

}  // namespace kigen::workers::ca
