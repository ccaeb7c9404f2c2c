#include "orchestrator/policies.hpp"

#include <array>
#include <variant>

#include "orchestrator/consequences.hpp"
#include "orchestrator/jobs/make.hpp"

namespace kigen::orchestrator {

void Consequences::cancel_jobs(const StreamId& subject, const std::string& reason, std::string_view kind) {
  for (const auto* job : idle_jobs(world_, subject))
    if (kind.empty() || job->queued.kind == kind) add(CancelJob{job->id, reason});
}

std::vector<Command> react(const World& world, const events::Record& record, const events::AnyEvent& event) {
  Consequences then(world, record);
  std::visit([&](const auto& of_aggregate) { react(then, of_aggregate); }, event);
  return std::move(then).take();
}

/// The 74 free bits of a version 7 id (RFC 9562 §5.7) take 42 bits of position and all of n: no two are
/// alike.
Uuid derived_uuid(const events::Record& record, std::uint32_t n) {
  const auto byte = [](std::uint64_t value, int index) {
    return static_cast<std::uint8_t>(value >> (8 * index));
  };
  const auto position = record.position;
  const std::array<std::uint8_t, 10> bits{static_cast<std::uint8_t>(position >> 38 & 0x0f),
                                          static_cast<std::uint8_t>(position >> 30),
                                          static_cast<std::uint8_t>(position >> 24 & 0x3f),
                                          byte(position, 2),
                                          byte(position, 1),
                                          byte(position, 0),
                                          byte(n, 3),
                                          byte(n, 2),
                                          byte(n, 1),
                                          byte(n, 0)};
  return make_uuid_v7(record.meta.time, bits);
}

// Nothing follows from these by itself.
void react(Consequences&, const events::CaAccountEvent&) {}
void react(Consequences&, const events::CompanyEvent&) {}
void react(Consequences&, const events::UserEvent&) {}

}  // namespace kigen::orchestrator
