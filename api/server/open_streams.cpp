#include "api/server/open_streams.hpp"

#include "api/errors.hpp"

namespace kigen::api {
namespace {

std::unexpected<Error> too_many(std::size_t most, const std::string& whose) {
  return fail(api_errc::too_many_streams, "at most " + std::to_string(most) + " for " + whose);
}

}  // namespace

Result<OpenStreams::Seat> OpenStreams::open(UserId user) {
  const auto own = open_->of_users.find(user);
  if (own != open_->of_users.end() && own->second >= max_of_user) return too_many(max_of_user, "one user");
  if (open_->all >= max_of_all) return too_many(max_of_all, "all users");
  ++open_->of_users[user];
  ++open_->all;
  return Seat(open_.get(), [open = open_, user](const void*) {
    --open->all;
    if (--open->of_users[user] == 0) open->of_users.erase(user);
  });
}

}  // namespace kigen::api
