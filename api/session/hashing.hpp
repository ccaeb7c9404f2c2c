#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <utility>

#include "events/core/error.hpp"
#include "events/core/task.hpp"

namespace kigen::api {

/// Who waits for a password hash. Each takes a tenth of a second and 64 MiB.
enum class Standing : std::uint8_t {
  known,  ///< signed in, or with a browser that was
  stranger,
};
inline constexpr std::size_t max_known_waiting = 64;
inline constexpr std::size_t max_strangers_waiting = 8;
inline constexpr std::size_t max_strangers_of_source = 2;  ///< so that one address does not take all places

/// The turns of those whose password is looked at: one at a time, the known first, and not more waiting than
/// are served within seconds. The API's loop only; outlives its turns.
class Hashing {
 public:
  /// While it lives, nobody else's password is looked at.
  class Turn {
   public:
    explicit Turn(Hashing& queue) : queue_(&queue) {}
    Turn(Turn&& other) noexcept : queue_(std::exchange(other.queue_, nullptr)) {}
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
      if (queue_ != nullptr) queue_->pass_on();
    }

   private:
    Hashing* queue_;
  };

  Hashing() = default;
  Hashing(const Hashing&) = delete;
  Hashing& operator=(const Hashing&) = delete;

  /// Fails with busy when all places to wait are taken; operation_canceled.
  Task<Result<Turn>> turn(Standing standing, std::string source);

 private:
  struct Waiter;
  using Line = std::list<std::shared_ptr<Waiter>>;
  bool has_place(Standing standing, const std::string& source) const;
  Line& line_of(Standing standing) { return standing == Standing::known ? known_ : strangers_; }
  void pass_on();

  bool taken_ = false;
  Line known_;
  Line strangers_;
};

}  // namespace kigen::api
