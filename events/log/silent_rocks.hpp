#pragma once

#include <rocksdb/env.h>

#include <memory>

namespace kigen::events {

/// Keeps RocksDB from writing a file of messages: when that file cannot be written, Debian's build ends the
/// process by an assertion, and a full disk must not do that. What matters comes back as a Status.
class SilentRocks final : public rocksdb::Logger {
 public:
  static std::shared_ptr<rocksdb::Logger> make() { return std::make_shared<SilentRocks>(); }
  SilentRocks() : Logger(rocksdb::InfoLogLevel::FATAL_LEVEL) {}
  using Logger::Logv;
  void Logv(const char*, va_list) override {}
};

}  // namespace kigen::events
