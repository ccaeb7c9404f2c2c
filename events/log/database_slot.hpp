#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <type_traits>

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
    const auto reading = enter();
    if (!database_) return fail(log_errc::storage_failed, "the database could not be opened again yet");
    return use(*database_);
  }

  /// Closes the database and opens it anew, so that only what is really on disk counts. When it cannot be
  /// opened for writing, it is opened for reading alone, and the error says why.
  Result<> reopen();

 private:
  std::shared_lock<std::shared_mutex> enter() const;

  const std::filesystem::path path_;
  rocksdb::Env* const env_;
  mutable std::mutex entrance_;  // held by whoever wants in, so that readers cannot starve reopen()
  mutable std::shared_mutex mutex_;
  std::unique_ptr<Database> database_;  // under mutex_
};

}  // namespace kigen::events
