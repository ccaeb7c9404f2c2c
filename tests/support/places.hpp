#pragma once

#include <filesystem>
#include <string_view>

namespace kigen::tests {

/// The root of the source tree that this test was built from. No other file is told where that is: compiled
/// files that hold no path are the same ones for every tree.
std::filesystem::path source_folder();

/// A program that is built beside the one that runs.
std::filesystem::path program_beside_this(std::string_view name);

}  // namespace kigen::tests
