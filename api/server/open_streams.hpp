#pragma once

#include <cstddef>
#include <map>
#include <memory>

#include "events/core/error.hpp"
#include "events/core/ids.hpp"

namespace kigen::api {

/// Answers that go on as long as their reader likes: each user may hold a few, all together some more. The
/// API's loop only.
class OpenStreams {
 public:
  static constexpr std::size_t max_of_user = 16;
  static constexpr std::size_t max_of_all = 256;

  /// Keeps one open while it lives.
  using Seat = std::shared_ptr<const void>;

  /// Fails with too_many_streams.
  Result<Seat> open(UserId user);

 private:
  struct Open {
    std::map<UserId, std::size_t> of_users = {};
    std::size_t all = 0;
  };
  std::shared_ptr<Open> open_ = std::make_shared<Open>();  // seats may go last
};

}  // namespace kigen::api
