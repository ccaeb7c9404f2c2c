#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "events/log/checkpoint.hpp"

namespace kigen::events {

/// Signs checkpoints and keeps the newest one in <folder>/checkpoint, apart from the database, so that a
/// database that lost records contradicts it. Used by one thread at a time.
class CheckpointKeeper {
 public:
  /// Root over the first `size` records as they are stored now.
  using RootAt = std::function<Result<Hash>(std::uint64_t size)>;

  /// Reads the newest checkpoint, if there is one, and holds the log of `size` records against it: `corrupt`
  /// when the log lacks records or has others, bad_signature when it is not ours.
  static Result<CheckpointKeeper> open(const std::filesystem::path& folder, Signer signer, std::uint64_t size,
                                       const RootAt& root_at);

  /// A checkpoint of `now`, a durable tree: the newest one if it is that. Never one that contradicts the
  /// newest.
  Result<std::string> sign(const TreeHead& now, const RootAt& root_at);
  bool has_one() const { return !note_.empty(); }
  /// Number of records under the newest one.
  std::uint64_t size() const { return tree_.size; }

 private:
  CheckpointKeeper(std::filesystem::path file, Signer signer)
      : file_(std::move(file)), signer_(std::move(signer)) {}
  Result<> load();
  Result<> check(std::uint64_t size, const RootAt& root_at) const;

  std::filesystem::path file_;
  Signer signer_;
  std::string note_ = {};  // empty: none signed yet
  TreeHead tree_ = {};     // of note_
};

/// Where a log keeps its newest checkpoint.
inline std::filesystem::path checkpoint_file_in(const std::filesystem::path& log) {
  return log / "checkpoint";
}

/// The bytes of <folder>/checkpoint, if it is there.
Result<std::optional<std::string>> read_checkpoint_file(const std::filesystem::path& folder);

}  // namespace kigen::events
