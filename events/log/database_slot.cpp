#include "events/log/database_slot.hpp"

namespace kigen::events {

std::shared_lock<std::shared_mutex> DatabaseSlot::enter() const {
  const std::lock_guard entering(entrance_);
  return std::shared_lock(mutex_);
}

Result<> DatabaseSlot::reopen() {
  const std::lock_guard entering(entrance_);
  const std::lock_guard alone(mutex_);
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
