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

/// The views as they were, for `?at=` reads: one replay at a time, the newest kept for further reads at the
/// same place. The API's loop only.
class Replays {
 public:
  explicit Replays(Backend& backend) : backend_(backend) {}

  /// The views that a request wants to see as of `at` (position or instant). Fails with role_too_low for
  /// other than admins, replay_busy while another one runs, replay_too_long.
  Task<Result<std::shared_ptr<const projections::Views>>> views_at(const Call& call, const std::string& at);

  /// What `question` finds in today's views, or in those of the request's `?at=`.
  template <class Question>
  Task<std::invoke_result_t<Question&, const projections::Views&>> ask(const Call& call, Question question) {
    const auto at = call.request.query_value("at");
    if (!at) co_return co_await ask_views(backend_, std::move(question));
    const auto views = co_await views_at(call, *at);
    if (!views) co_return std::unexpected(views.error());
    co_return co_await offload(backend_.storage, [views = *views, question = std::move(question)]() mutable {
      return question(*views);
    });
  }

 private:
  Task<Result<Position>> end_of(const std::string& at);

  Backend& backend_;
  bool busy_ = false;
  Position kept_end_ = 0;
  std::shared_ptr<const projections::Views> kept_ = {};
};

}  // namespace kigen::api
