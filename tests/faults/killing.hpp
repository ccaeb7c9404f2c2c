#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "events/log/event_log.hpp"
#include "events/log/files.hpp"

namespace kigen::tests {

/// What a victim, or all of them so far, had acknowledged.
struct Acknowledged {
  std::map<std::string, events::Appended> appends = {};
  std::uint64_t vault_steps = 0;  ///< counted from the first one's first
};

/// A process that appends from several threads and keeps secrets until it is killed, and says what was
/// acknowledged.
class Victim {
 public:
  Victim(const std::string& folder, std::uint64_t first_vault_step);

  void await_first_acknowledgement();
  Acknowledged kill_after(std::chrono::microseconds rest);

 private:
  void listen_until(std::chrono::steady_clock::time_point when);
  /// False once it says no more.
  bool listen();
  Acknowledged parse() const;

  std::uint64_t first_vault_step_;
  pid_t process_ = 0;
  events::FileDescriptor said_;
  std::string text_;
};

}  // namespace kigen::tests
