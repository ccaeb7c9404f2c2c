#include "api/session/hashing.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>

#include "api/errors.hpp"
#include "events/core/wake.hpp"

namespace kigen::api {

struct Hashing::Waiter {
  std::string source;
  std::shared_ptr<Wake> wake;
  bool has_turn = false;
};

bool Hashing::has_place(Standing standing, const std::string& source) const {
  if (standing == Standing::known) return known_.size() < max_known_waiting;
  const auto of_source =
      std::ranges::count_if(strangers_, [&](const auto& waiter) { return waiter->source == source; });
  return strangers_.size() < max_strangers_waiting &&
         of_source < static_cast<std::ptrdiff_t>(max_strangers_of_source);
}

Task<Result<Hashing::Turn>> Hashing::turn(Standing standing, std::string source) {
  if (!std::exchange(taken_, true)) co_return Turn(*this);
  if (!has_place(standing, source)) co_return fail(api_errc::busy);
  const auto here = co_await asio::this_coro::executor;
  const auto waiter = std::make_shared<Waiter>(std::move(source), std::make_shared<Wake>(here));
  line_of(standing).push_back(waiter);
  co_await waiter->wake->sleep(Patience::cancellable);
  if (waiter->has_turn) co_return Turn(*this);
  line_of(standing).remove(waiter);
  co_return fail(Error{std::make_error_code(std::errc::operation_canceled)});
}

void Hashing::pass_on() {
  auto& line = known_.empty() ? strangers_ : known_;
  if (line.empty()) {
    taken_ = false;
    return;
  }
  const auto next = std::move(line.front());
  line.pop_front();
  next->has_turn = true;
  next->wake->wake();
}

}  // namespace kigen::api
