#pragma once

#include <functional>
#include <string>
#include <vector>

#include "events/apply_events.hpp"
#include "events/node_events.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/install.hpp"
#include "orchestrator/states.hpp"

namespace kigen::orchestrator {

/// What the saga needs besides its steps. All are called on the worker's executor, one at a time.
struct SagaWorld {
  Clock& clock;
  /// Makes an event of the apply durable, and before it what was noted since the last one, in that order:
  /// what must be on disk before anything is done, and the ends. An error, of a noted event too, ends the
  /// saga at once (somebody else holds the job).
  std::function<Task<Result<>>(events::ApplyEvent)> report;
  /// Keeps an event for the next report: an outcome that the next intent, or the end, follows at once.
  std::function<void(events::ApplyEvent)> note;
  /// Asks the node from outside until it serves `serial` or its patience ends; the last answer.
  std::function<Task<Result<events::NodeChecked>>(std::string serial)> look;
  bool checked = true;             ///< false: the node has no check method
  std::string served_before = {};  ///< serial the node served before the first change; empty = unknown
  bool last_attempt = true;        ///< false: a failure before any live step may be left to the job's retry
};

enum class saga_errc {
  not_served = 1,
  unknown_step,   ///< begun by another version; this one does not have it
  steps_changed,  ///< another version began those behind it without it
  no_undo,        ///< another version began it; this one has no undo for it
  doubled_step,   ///< an installer's mistake
};
std::error_code make_error_code(saga_errc code);

/// Installs with proof: runs the steps of an apply in order, each logged before and after, looks from outside
/// at what is served, and on any failure or doubt undoes what started, last first, and looks again.
///
/// `apply` is the state folded so far: after an interruption the finished steps are not repeated (except
/// those that make a session), the one in doubt is, and an interrupted rollback goes on as a rollback. Steps
/// are known by name; where those begun by another version do not fit these (resume.hpp), it is rolled back,
/// and is stuck if an undo is missing. Ends in apply.succeeded, apply.failed, apply.rolled_back or
/// apply.stuck; an error means that nothing ended and the job decides.
///
/// Only a live step that cannot be undone makes it stuck: before the first of them nothing that the node
/// serves has changed, and the apply fails without another look. What other steps left behind and could not
/// take away is left over: the node's event says so, and clean_up takes it away later.
Task<Result<>> run_saga(Apply apply, Procedure procedure, SagaWorld world);

/// Takes away what an apply that has ended left behind: the undos of its installer's clean_up for the steps
/// `begun`, last first; the backup's unless it is kept. Returns those of `begun` that stay for that. Fails
/// with no_undo for a step that this version does not know.
Task<Result<std::vector<std::string>>> clean_up(std::vector<std::string> begun, bool keep_backup,
                                                Procedure procedure);

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::saga_errc> : std::true_type {};
