#include "events/log/actor.hpp"

#include <algorithm>

#include "events/core/readable.hpp"

namespace kigen::events {
namespace {

constexpr std::size_t id_bytes = 36;
/// Of a mail address in a token's actor: the rest is two slashes, the id, and a name of one byte or more.
constexpr std::size_t max_mail_in_token = max_actor_bytes - id_bytes - 3;

}  // namespace

Actor user_actor(std::string_view mail) {
  return {ActorKind::user, std::string(mail.substr(0, max_actor_bytes))};
}

Actor token_actor(std::string_view mail, std::string_view name, TokenId id) {
  auto text = std::string(mail.substr(0, max_mail_in_token)) + "/";
  text += readable_begin(name, max_actor_bytes - id_bytes - 1 - text.size());
  return {ActorKind::token, text + "/" + to_text(id)};
}

bool is_of(const Actor& actor, std::string_view mail) {
  if (mail.empty()) return false;
  if (actor.kind == ActorKind::user) return actor.id == mail;
  // No mail address has a slash behind its @ (orchestrator/input.hpp): none is the beginning of another's.
  return actor.kind == ActorKind::token && mail.size() <= max_mail_in_token &&
         actor.id.starts_with(std::string(mail) + "/");
}

}  // namespace kigen::events
