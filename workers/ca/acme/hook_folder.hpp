#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "events/core/error.hpp"

namespace kigen::workers::ca::acme {

/// An opened program: what was looked at is what runs, whatever becomes of its name.
class HookProgram {
 public:
  explicit HookProgram(int descriptor) : descriptor_(descriptor) {}
  HookProgram(HookProgram&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  HookProgram& operator=(HookProgram&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~HookProgram();
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

/// The folder of programs that an account may name as its DNS hook: whoever may edit accounts chooses among
/// what the server's administrator has put there, and nothing else on this machine. Folder and program, and
/// the folders above, are owned by root or by the user that the server runs as and may be written to by
/// nobody else, and none of them is a link.
class HookFolder {
 public:
  /// Empty: there is none, and no hook runs.
  explicit HookFolder(std::filesystem::path folder = {}) : folder_(std::move(folder)) {}
  /// Fails with challenge_failed, saying what is wrong and what to do.
  Result<HookProgram> open(const std::string& name) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace kigen::workers::ca::acme
