#pragma once

#include <string>

#include "events/security_events.hpp"

namespace kigen::api {

/// A try at a secret: what is knocked at, as whom, and from where.
struct Knock {
  events::Door door = events::Door::login;
  std::string account = {};  ///< mail address in lower case; none at a door without accounts
  std::string address = {};  ///< the client's
  std::string familiar =
      {};  ///< names the browser or session that this account let in before; none: a stranger
};

}  // namespace kigen::api
