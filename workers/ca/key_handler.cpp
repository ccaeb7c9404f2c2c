#include "workers/ca/key_handler.hpp"

#include <utility>

#include "orchestrator/jobs/kinds.hpp"
#include "orchestrator/world.hpp"

namespace kigen::workers::ca {

using namespace orchestrator;

std::string_view KeyHandler::kind() const { return job_kind::service_make_key; }

Result<Gather<KeyBrief>> KeyHandler::brief_for(const World& world, const Job& job) {
  TRY(const auto id, id_of<ServiceId>(job.queued.subject));
  const auto* service = world.service(id);
  if (service == nullptr) return Gather<KeyBrief>();
  return with_all(KeyBrief{id, service->settings});
}

}  // namespace kigen::workers::ca
