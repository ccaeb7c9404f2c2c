#pragma once

#include <filesystem>
#include <memory>
#include <type_traits>

#include "events/core/fair_mutex.hpp"
#include "events/log/database.hpp"

namespace kigen::events {

/// Holds the open database; lets it be closed and opened again while readers wait. Thread-safe.
class DatabaseSlot {
 public:
  DatabaseSlot(std::filesystem::path path, rocksdb::Env* env, std::unique_ptr<Database> database)
      : path_(std::move(path)), env_(env), database_(std::move(database)) {}

  /// Calls `use(database)`, which must not outlive the call; storage_failed while there is none.
  template <class Use>
  auto with(Use&& use) const -> std::invoke_result_t<Use&, Database&> {
    const ReadLock reading(mutex_);
    if (!database_) return fail(log_errc::storage_failed, "the database could not be opened again yet");
    return use(*database_);
  }

  /// Closes the database and opens it anew, so that only what is really on disk counts. When it cannot be
  /// opened for writing, it is opened for reading alone, and the error says why.
  Result<> reopen();

 private:
  const std::filesystem::path path_;
  rocksdb::Env* const env_;
  mutable FairMutex mutex_;  // so that readers cannot starve reopen()
  std::unique_ptr<Database> database_ GUARDED_BY(mutex_);
};

}  // namespace kigen::events
