#pragma once

#include <string_view>

namespace kigen::workers::install::script {

/// What every script that opens a path with elevated rights begins with. `trust PATH` refuses, naming it, a
/// folder or link on the way to PATH whose owner is neither root nor the execution id, or that others may
/// change: whoever may put something else in its place would act with rights that are not theirs. What is
/// trusted stays so, as nobody else can change it; what is not there yet has no say. Others may make entries
/// in a sticky folder (/tmp) but not change ours, so it may lie on the way; `closed FOLDER` refuses it where
/// we make entries under names that can be foreseen.
extern const std::string_view way_functions;

}  // namespace kigen::workers::install::script
