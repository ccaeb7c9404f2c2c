#pragma once

#include <cstddef>
#include <deque>
#include <functional>

#include "orchestrator/runtime/receipt.hpp"

namespace kigen::orchestrator {

/// Tells whoever asked for a command what became of it. Called once.
using ReceiptHandler = std::move_only_function<void(Result<Receipt>)>;

/// Answers that rest on events which are not durable yet, in the order of the log: a refusal too, as it tells
/// of what stood in its way. Not thread-safe.
class HeldAnswers {
 public:
  /// `end`: the records before it must be durable first. Never decreases.
  void hold(Position end, Result<Receipt> result, ReceiptHandler answer);
  /// The records before `end` are durable: those who wait for no more hear their answer.
  void release(Position end);
  /// What they rest on was not kept: all hear that.
  void fail(const Error& error);
  std::size_t size() const { return held_.size(); }

 private:
  struct Held {
    Position end;
    Result<Receipt> result;
    ReceiptHandler answer;
  };
  std::deque<Held> held_;
};

}  // namespace kigen::orchestrator
