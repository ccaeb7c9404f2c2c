#pragma once

#include <functional>

namespace kigen::tools {

/// The exit code of a program that cannot go on for reasons of its own: EX_SOFTWARE of sysexits.h.
inline constexpr int cannot_go_on = 70;

/// What `work` returns. What it throws is told on standard error, and comes to `cannot_go_on`.
int guarded(const std::function<int()>& work);

}  // namespace kigen::tools
