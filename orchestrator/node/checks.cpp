#include "orchestrator/node/checks.hpp"

#include "orchestrator/jobs/make.hpp"

namespace kigen::orchestrator {

bool wants_checks(const World& world, const Node& node) {
  const auto* service = world.service(node.service);
  return node.enabled && node.settings.check.method != events::CheckMethod::none && service &&
         service->enabled;
}

void check_now(Consequences& then, const Node& node, std::int32_t priority) {
  const auto* waiting = waiting_job(then.world(), stream_of(node.id), job_kind::node_check);
  if (!waiting)
    then.queue("check_now", check_node(node, then.now(), priority));
  else
    then.add_if_of_use("check_now", RetryJob{waiting->id, then.now()});
}

void ensure_checked(Consequences& then, const Node& node, Instant due) {
  if (!is_coming(then.world(), stream_of(node.id), job_kind::node_check))
    then.queue("next_check", check_node(node, due, job_priority::by_schedule));
}

}  // namespace kigen::orchestrator
