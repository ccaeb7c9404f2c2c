#include "tests/support/disk_log.hpp"

#include <array>

namespace kigen::tests {

events::Signer known_signer() {
  return events::Signer::from_seed("example.com/log", std::array<std::uint8_t, 32>{}).value();
}

Result<> DiskLog::try_open() {
  log_.reset();
  TRY(log_, events::RocksLog::open({.path = path(), .signer = known_signer(), .env = env_}));
  return {};
}

void DiskLog::open() {
  const auto opened = try_open();
  ensure(opened.has_value(), opened ? "" : describe(opened.error()));
}

}  // namespace kigen::tests
