#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <optional>
#include <string>
#include <type_traits>

#include "api/backend.hpp"
#include "api/server/ask.hpp"
#include "api/server/route.hpp"
#include "projections/replay.hpp"

namespace kigen::api {

/// Records that one `?at=` read may fold.
inline constexpr Position max_replayed = 2'000'000;

/// The views that a request reads: today's, or those of its `?at=`, which live as long as this.
class ReadViews {
 public:
  explicit ReadViews(Backend& backend, std::shared_ptr<const projections::Views> past = {})
      : backend_(backend), past_(std::move(past)) {}

  template <class Question>
  Task<std::invoke_result_t<Question&, const projections::Views&>> ask(Question question) const {
    if (!past_) co_return co_await ask_views(backend_, std::move(question));
    co_return co_await offload(backend_.storage, [past = past_, question = std::move(question)]() mutable {
      return question(*past);
    });
  }

 private:
  Backend& backend_;
  std::shared_ptr<const projections::Views> past_;
};

/// The views as they were, for `?at=` reads: one replay at a time, the newest kept for further reads at the
/// same place. Who may see a service's past is decided by the group that it is in now. The API's loop only.
class Replays {
 public:
  explicit Replays(Backend& backend) : backend_(backend) {}

  /// The views that a request wants to see, as of its `?at=` (position or instant) if it has one. Fails with
  /// role_too_low for viewers, replay_busy while another one runs, replay_too_long.
  Task<Result<ReadViews>> views_for(const Call& call);

  /// What `question` finds in the views that a request wants to see.
  template <class Question>
  Task<std::invoke_result_t<Question&, const projections::Views&>> ask(const Call& call, Question question) {
    const auto views = co_await views_for(call);
    if (!views) co_return std::unexpected(views.error());
    co_return co_await views->ask(std::move(question));
  }

 private:
  Task<Result<Position>> end_of(const std::string& at);
  Task<Result<std::shared_ptr<const projections::Views>>> replayed_to(Position end);

  Backend& backend_;
  bool busy_ = false;
  Position kept_end_ = 0;
  std::uint64_t kept_moves_ = 0;  // of services between groups, when it was made
  std::shared_ptr<const projections::Views> kept_ = {};
};

}  // namespace kigen::api
