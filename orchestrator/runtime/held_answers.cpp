#include "orchestrator/runtime/held_answers.hpp"

#include <utility>

namespace kigen::orchestrator {

void HeldAnswers::hold(Position end, Result<Receipt> result, ReceiptHandler answer) {
  held_.push_back({end, std::move(result), std::move(answer)});
}

// Whoever hears an answer may ask for the next command at once: nothing here is in the middle of anything
// then.
void HeldAnswers::release(Position end) {
  while (!held_.empty() && held_.front().end <= end) {
    auto first = std::move(held_.front());
    held_.pop_front();
    first.answer(std::move(first.result));
  }
}

void HeldAnswers::fail(const Error& error) {
  for (auto& held : std::exchange(held_, {})) held.answer(kigen::fail(error));
}

}  // namespace kigen::orchestrator
