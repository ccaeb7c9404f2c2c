#include "tests/unit/workers/support/workplace.hpp"

#include <algorithm>

#include "tests/support/run_task.hpp"

namespace kigen::tests {

Workplace::Workplace(std::string pool)
    : orchestrator_(io.get_executor(), log, clock, random),
      jobs_(orchestrator_, clock, random, io.get_executor(), {{std::move(pool), 1}}) {}

void Workplace::append(const StreamId& stream, events::Encoded event) {
  const events::AppendRequest request{{{stream, versions_[stream]++, {std::move(event)}}},
                                      {.time = clock.now()}};
  ensure(run_task(io, clock, log.append(request)).has_value(), "what is given can be appended");
}

void Workplace::keep(SecretRef ref, Secret secret) {
  ensure(run_task(io, clock, vault.put(ref, std::move(secret))).has_value(), "a vault in memory has room");
}

void Workplace::run(std::unique_ptr<orchestrator::JobHandler> handler) {
  jobs_.add(std::move(handler));
  ensure(run_task(io, clock, orchestrator_.start()).has_value(), "the log can be folded");
  ensure(run_task(io, clock, jobs_.start()).has_value(), "the runner starts");
  run_virtual(io, clock);
}

std::vector<events::Record> Workplace::records() {
  constexpr std::size_t all = 1'000;
  return run_task(io, clock, log.read(0, all)).value();
}

std::vector<std::string> Workplace::types() {
  std::vector<std::string> all;
  for (const auto& record : records()) all.push_back(record.type);
  return all;
}

std::size_t Workplace::count(const std::string& type) {
  return static_cast<std::size_t>(std::ranges::count(types(), type));
}

std::vector<std::string> Workplace::told_of(std::string_view types) {
  std::vector<std::string> told;
  for (const auto& record : records())
    if (record.type.starts_with(types)) told.push_back(record.type + " " + record.payload);
  return told;
}

}  // namespace kigen::tests
