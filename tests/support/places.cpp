#include "tests/support/places.hpp"

namespace kigen::tests {

std::filesystem::path source_folder() { return KIGEN_SOURCE_DIR; }

std::filesystem::path program_beside_this(std::string_view name) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / name;
}

}  // namespace kigen::tests
