#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "events/core/error.hpp"

namespace kigen::tests {

/// A folder of our own, gone at the end.
class TempFolder {
 public:
  TempFolder() {
    auto name = (std::filesystem::temp_directory_path() / "kigen-XXXXXX").string();
    ensure(::mkdtemp(name.data()) != nullptr, "a temporary folder can be made");
    path_ = name;
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder() { std::filesystem::remove_all(path_); }

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace kigen::tests
