#pragma once

#include <filesystem>
#include <optional>

#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "events/log/files.hpp"

namespace kigen::events {

/// How many records were acknowledged, in <folder>/acknowledged: apart from the database, so that one that
/// lost the end of its write-ahead log contradicts it. It is written after each synced write and before
/// anybody hears of it, and not synced itself: after a crash of the machine it may be older, but it never
/// says too much. One thread.
class AcknowledgedMark {
 public:
  explicit AcknowledgedMark(const std::filesystem::path& folder);

  /// storage_full, storage_failed.
  Result<> note(Position end);

  /// None when there is no such file; corrupt when it does not say a number.
  static Result<std::optional<Position>> read(const std::filesystem::path& folder);

 private:
  Result<> make(std::string_view line);

  std::filesystem::path path_;
  FileDescriptor file_;  // open once the first note was made
};

/// `corrupt` when more records were acknowledged than the `end` that there are.
Result<> check_acknowledged(const std::filesystem::path& folder, Position end);

}  // namespace kigen::events
