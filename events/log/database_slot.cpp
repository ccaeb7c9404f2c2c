#include "events/log/database_slot.hpp"

namespace kigen::events {

Result<> DatabaseSlot::reopen() {
  const WriteLock alone(mutex_);
  database_.reset();
  auto opened = Database::open(path_, Database::Mode::read_write, env_);
  if (opened) {
    database_ = *std::move(opened);
    return {};
  }
  if (auto readable = Database::open(path_, Database::Mode::read_only, env_))
    database_ = *std::move(readable);
  return fail(opened.error());
}

}  // namespace kigen::events
