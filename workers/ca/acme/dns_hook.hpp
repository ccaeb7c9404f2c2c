#pragma once

#include <string>

#include "events/core/error.hpp"
#include "events/core/instant.hpp"
#include "events/core/task.hpp"
#include "orchestrator/ports/clock.hpp"
#include "workers/ca/acme/hook_folder.hpp"

namespace kigen::workers::ca::acme {

/// The operator's program that changes DNS for dns-01 (RFC 8555 §8.4), run as
///   HOOK add NAME VALUE       NAME, such as _acme-challenge.example.com, gets a TXT record VALUE besides
///   those it has;
///                             the program ends once the name servers answer with it
///   HOOK remove NAME VALUE    that record goes
/// Each may be run again with the same arguments and then succeeds too. Exit code 0 is success; what the
/// program writes is shown when it fails. NAME is one that was ordered, of letters, digits, '-' and '.'.
struct TxtRecord {
  std::string name = {};
  std::string value = {};
};

/// Fails with challenge_failed when the program cannot run, says no, or does not end before `deadline`.
Task<Result<>> add_record(const HookFolder& hooks, std::string hook, TxtRecord record,
                          orchestrator::Clock& clock, Instant deadline);
Task<Result<>> remove_record(const HookFolder& hooks, std::string hook, TxtRecord record,
                             orchestrator::Clock& clock, Instant deadline);

}  // namespace kigen::workers::ca::acme
