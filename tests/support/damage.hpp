#pragma once

#include <filesystem>
#include <fstream>

namespace kigen::tests {

/// Turns over the lowest bit of the byte at `at`.
inline void flip_bit(const std::filesystem::path& path, std::uintmax_t at) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(at));
  const auto byte = static_cast<char>(file.get() ^ 1);
  file.seekp(static_cast<std::streamoff>(at));
  file.put(byte);
}

}  // namespace kigen::tests
