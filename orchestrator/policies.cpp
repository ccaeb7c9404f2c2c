#include "orchestrator/policies.hpp"

#include <span>
#include <string>
#include <variant>

#include "orchestrator/consequences.hpp"
#include "orchestrator/jobs/make.hpp"
#include "orchestrator/pki/digest.hpp"

namespace kigen::orchestrator {

void Consequences::cancel_jobs(std::string_view policy, const StreamId& subject, const std::string& reason,
                               std::string_view kind) {
  for (const auto* job : idle_jobs(world_, subject))
    if (kind.empty() || job->queued.kind == kind) add(policy, CancelJob{job->id, reason});
}

std::vector<Consequence> react(const World& world, const events::Record& record,
                               const events::AnyEvent& event) {
  Consequences then(world, record);
  std::visit(
      [&](const auto& of_aggregate) {
        if constexpr (requires { react(then, of_aggregate); }) react(then, of_aggregate);
      },
      event);
  return std::move(then).take();
}

/// The free bits of a version 7 id (RFC 9562 §5.7) are those of a digest; a name holds no slash.
Uuid derived_uuid(const events::Record& record, std::string_view policy, std::uint32_t n) {
  const auto what = std::to_string(record.position) + "/" + std::string(policy) + "/" + std::to_string(n);
  const auto digest = pki::sha256(what);
  return make_uuid_v7(record.meta.time, std::span(digest).first<10>());
}

}  // namespace kigen::orchestrator
