#include "api/server/replays.hpp"

#include <boost/asio/strand.hpp>

#include <algorithm>

#include "api/errors.hpp"
#include "api/server/parameters.hpp"
#include "orchestrator/runtime/run_on.hpp"
#include "projections/audit/query.hpp"

namespace kigen::api {
namespace {

/// Set while it lives.
class Flag {
 public:
  explicit Flag(bool& flag) : flag_(flag) { flag_ = true; }
  Flag(const Flag&) = delete;
  Flag& operator=(const Flag&) = delete;
  ~Flag() { flag_ = false; }

 private:
  bool& flag_;
};

}  // namespace

Task<Result<Position>> Replays::end_of(const std::string& at) {
  if (const auto position = parse_number(at))
    co_return *position < backend_.log.end() ? *position + 1 : backend_.log.end();
  const auto instant = parse_rfc3339(at);
  if (!instant)
    co_return malformed_parameter("at", "expected a position or a UTC time like 2026-11-22T20:46:19Z");
  co_return co_await projections::position_at(backend_.log, *instant);
}

Task<Result<ReadViews>> Replays::views_for(const Call& call) {
  const auto at = call.request.query_value("at");
  if (!at) co_return ReadViews(backend_);
  if (call.caller.role == events::Role::viewer)
    co_return fail(api_errc::role_too_low, "?at= is for admins and auditors");
  CO_TRY(const auto end, co_await end_of(*at));
  CO_TRY(auto past, co_await replayed_to(end));
  co_return ReadViews(backend_, std::move(past));
}

Task<Result<std::shared_ptr<const projections::Views>>> Replays::replayed_to(Position end) {
  CO_TRY(const auto moves,
         co_await ask_views(backend_, [](const projections::Views& views) -> Result<std::uint64_t> {
           return views.moves();
         }));
  if (kept_ && kept_end_ == end && kept_moves_ == moves) co_return kept_;
  if (end > max_replayed)
    co_return fail(api_errc::replay_too_long, "at most " + std::to_string(max_replayed) + " records");
  if (busy_) co_return fail(api_errc::replay_busy);
  const Flag running(busy_);
  CO_TRY(const auto owners,
         co_await ask_views(
             backend_,
             [](const projections::Views& views) -> Result<std::shared_ptr<const projections::Owners>> {
               return views.owners();
             }));
  auto replayed = co_await orchestrator::run_on(asio::make_strand(backend_.storage),
                                                projections::fold_to(backend_.log, end, owners));
  if (!replayed) co_return fail(replayed.error());
  kept_ = std::shared_ptr<const projections::Views>(*std::move(replayed));
  kept_end_ = end;
  kept_moves_ = owners->moves();
  co_return kept_;
}

}  // namespace kigen::api
