#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "events/log/rocks_log.hpp"
#include "tests/support/temp_folder.hpp"

namespace kigen::tests {

/// A signer whose key everyone knows.
events::Signer known_signer();

/// A log on disk in a folder of its own, for tests that close it, look at its files and open it again.
class DiskLog {
 public:
  DiskLog() : DiskLog(nullptr) {}
  explicit DiskLog(rocksdb::Env* env) : env_(env) { open(); }

  events::RocksLog& operator*() { return *log_; }
  events::RocksLog* operator->() { return log_.get(); }
  std::filesystem::path path() const { return folder_.path() / "log"; }

  void shut() { log_.reset(); }
  Result<> try_open();
  /// Stops the test when it cannot be opened.
  void open();

 private:
  TempFolder folder_;
  rocksdb::Env* env_;
  std::unique_ptr<events::RocksLog> log_;
};

}  // namespace kigen::tests
