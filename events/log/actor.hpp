#pragma once

#include <string_view>

#include "events/log/record.hpp"

namespace kigen::events {

inline constexpr std::size_t max_actor_bytes = 128;

/// A person, by mail address. Longer ones than an actor may be lose their end.
Actor user_actor(std::string_view mail);
/// An API token and whose it is: "mail/name/id". The id is always whole; a long name, then a long mail
/// address, lose their end.
Actor token_actor(std::string_view mail, std::string_view name, TokenId id);
/// Whether the user with this mail address is known to be behind the actor: a token of records before it
/// named its user is nobody's.
bool is_of(const Actor& actor, std::string_view mail);

}  // namespace kigen::events
