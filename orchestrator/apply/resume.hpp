#pragma once

#include <string_view>
#include <vector>

#include "events/core/error.hpp"
#include "orchestrator/ports/install.hpp"
#include "orchestrator/states.hpp"

namespace kigen::orchestrator {

// An apply may have been begun by another version of Kigen, with other steps. What was begun and what this
// version's plan has are matched by name; where they do not fit, the apply does not go on.

/// The saga's own step, the look from outside. No installer has a step of that name.
inline constexpr std::string_view look_step = "check";

/// Fails with doubled_step: no two steps of a plan have one name, nor has any the look's.
Result<> check_names(const std::vector<Step>& plan);

/// Null when this version has no step of that name.
const Step* find_step(const std::vector<Step>& plan, std::string_view name);

/// Whether what was begun may have left something behind that an undo takes away. Of a step that this version
/// does not know, and whose undo nobody noted, that is assumed.
bool leaves_something(const StepProgress& begun, const std::vector<Step>& plan);

/// Whether what was begun may have changed what the server reads, be it undone since. Of a step that this
/// version does not know, and of which nobody noted it, that is assumed.
bool was_live(const StepProgress& begun, const std::vector<Step>& plan);

/// Whether the node was seen to serve the certificate: then only tidying up is left.
bool was_served(const Apply& apply, const std::vector<Step>& plan);

/// Whether the steps that were begun are those with which the plan begins; an apply of which that is not so
/// must be put back instead of going on. A step that only looks, makes a session or tidies up may come, go
/// and move. The error names the step.
///
/// unknown_step: something may be left of one that this version does not have. steps_changed: the plan has
/// one before others that were begun already.
Result<> check_fit(const Apply& apply, const std::vector<Step>& plan);

}  // namespace kigen::orchestrator
