#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

#include "events/core/ids.hpp"
#include "events/core/task.hpp"
#include "orchestrator/runtime/signal.hpp"

namespace kigen::orchestrator {

/// FIFO turns per stream: two coroutines on one loop interleave at every co_await, so whoever loads, decides
/// and appends holds the lanes of what it decides on. Loop only.
class Lanes {
 public:
  explicit Lanes(asio::any_io_executor loop) : loop_(std::move(loop)) {}

  /// Gives the lanes back when it goes.
  class Hold {
   public:
    Hold() = default;
    Hold(Lanes& lanes, std::vector<StreamId> held) : lanes_(&lanes), held_(std::move(held)) {}
    Hold(Hold&& other) noexcept : lanes_(other.lanes_), held_(std::move(other.held_)) {
      other.lanes_ = nullptr;
    }
    Hold& operator=(Hold&& other) noexcept;
    ~Hold();

   private:
    Lanes* lanes_ = nullptr;
    std::vector<StreamId> held_;
  };

  /// Waits for its turn in each, in one global order, so that holders never wait for each other in a circle.
  /// Must not be cancelled while it waits.
  Task<Hold> acquire(std::vector<StreamId> streams);

 private:
  struct Lane {
    std::deque<std::shared_ptr<Signal>> waiting;
  };
  void release(const StreamId& stream);

  asio::any_io_executor loop_;
  std::unordered_map<StreamId, Lane> busy_;
};

}  // namespace kigen::orchestrator
