#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <atomic>
#include <memory>

namespace kigen::tests {

/// A file system whose writes or syncs fail while told so; everything else is the real one.
class FaultyDisk {
 public:
  enum class Fault { none, sync_fails, disk_full };

  FaultyDisk();
  rocksdb::Env* env() { return env_.get(); }
  void set(Fault fault) { *fault_ = fault; }

 private:
  std::shared_ptr<std::atomic<Fault>> fault_ = std::make_shared<std::atomic<Fault>>(Fault::none);
  std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace kigen::tests
