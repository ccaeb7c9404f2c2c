// Feeds every file of a folder to a fuzz target, so that each build holds what fuzzing once found.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "tests/fuzz/fuzz.hpp"

namespace {

namespace fs = std::filesystem;

/// In a buffer of exactly its size: AddressSanitizer then sees any read behind it.
std::vector<char> content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
  bytes.shrink_to_fit();
  return bytes;
}

void replay(const fs::path& file) {
  std::printf("%s\n", file.c_str());
  std::fflush(stdout);  // a crash shows the file that caused it
  const auto bytes = content(file);
  kigen::fuzz::try_input({bytes.data(), bytes.size()});
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return std::fprintf(stderr, "usage: %s FOLDER\n", argv[0]), 2;
  std::size_t replayed = 0;
  for (const auto& entry : fs::directory_iterator(argv[1])) {
    replay(entry.path());
    ++replayed;
  }
  std::printf("%zu inputs\n", replayed);
  return replayed == 0 ? 1 : 0;
}
