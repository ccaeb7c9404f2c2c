#include "events/core/overloaded.hpp"
#include "orchestrator/access/commands.hpp"
#include "orchestrator/consequences.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

/// A host nobody has looked at yet: its identity is fetched, to be confirmed or trusted on first use (R30).
void look(Consequences& then) {
  const auto& access = *then.world().access(then.id<AccessId>());
  if (!access.pinned && !access.refused)
    then.add_if_of_use("look_at_host",
                       ScanHostKey{access.id, then.fresh_id<JobId>("look_at_host"), then.now()});
}

}  // namespace

void react(Consequences& then, const AccessEvent& event) {
  visit_some(
      event, [&](const AccessCreated&) { look(then); }, [&](const AccessEdited&) { look(then); },
      [&](const AccessDeleted&) {
        then.cancel_jobs("cancel_jobs", then.stream(), "the access was deleted");
      });
}

}  // namespace kigen::orchestrator
