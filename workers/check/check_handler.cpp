#include "workers/check/check_handler.hpp"

#include <utility>

#include "orchestrator/jobs/kinds.hpp"
#include "orchestrator/world.hpp"
#include "workers/generation_reader.hpp"

namespace kigen::workers::check {
namespace {

using namespace orchestrator;

Task<Result<CheckBrief>> gather(const HomePorts& home, CheckBrief brief, Position registered_at) {
  CO_TRY(brief.expected, co_await read_generation(home.log, registered_at));
  co_return brief;
}

}  // namespace

std::string_view CheckHandler::kind() const { return job_kind::node_check; }

Result<Gather<CheckBrief>> CheckHandler::brief_for(const World& world, const Job& job) {
  TRY(const auto id, id_of<NodeId>(job.queued.subject));
  const auto* node = world.node(id);
  const auto* service = node == nullptr ? nullptr : world.service(node->service);
  if (service == nullptr || !node->enabled || node->settings.check.method == events::CheckMethod::none)
    return Gather<CheckBrief>();
  const auto& general = world.company().settings;
  CheckBrief brief{.node = id,
                   .settings = node->settings.check,
                   .proxy = general.proxy,
                   .connect_timeout_s = general.connect_timeout_s};
  const auto* slot = current_slot(*service);
  if (slot == nullptr) return with_all(std::move(brief));
  return Gather<CheckBrief>([this, brief = std::move(brief), registered_at = slot->registered_at] {
    return gather(home(), brief, registered_at);
  });
}

}  // namespace kigen::workers::check
