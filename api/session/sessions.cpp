#include "api/session/sessions.hpp"

#include <algorithm>

#include "api/errors.hpp"
#include "orchestrator/pki/digest.hpp"
#include "orchestrator/vault/password.hpp"

namespace kigen::api {

using orchestrator::pki::sha256_hex;

std::string Sessions::open(UserId user) {
  make_room(user);
  auto cookie = orchestrator::vault::make_token(random_, {}).reveal();
  const auto now = clock_.now();
  sessions_[sha256_hex(cookie)] = {user, now, now};
  return cookie;
}

Result<Session> Sessions::use(std::string_view cookie) {
  const auto found = sessions_.find(sha256_hex(cookie));
  if (found == sessions_.end()) return fail(api_errc::session_expired);
  if (is_over(found->second)) {
    sessions_.erase(found);
    return fail(api_errc::session_expired);
  }
  found->second.last_used = clock_.now();
  return found->second;
}

void Sessions::close(std::string_view cookie) { sessions_.erase(sha256_hex(cookie)); }

void Sessions::close_all(UserId user, std::string_view kept) {
  const auto spared = sha256_hex(kept);
  std::erase_if(sessions_,
                [&](const auto& entry) { return entry.second.user == user && entry.first != spared; });
}

bool Sessions::is_over(const Session& session) const {
  const auto now = clock_.now();
  return now >= session.ends() || now >= session.last_used + session_idle;
}

void Sessions::make_room(UserId user) {
  std::erase_if(sessions_, [&](const auto& entry) { return is_over(entry.second); });
  const auto is_users = [&](const auto& entry) { return entry.second.user == user; };
  if (std::ranges::count_if(sessions_, is_users) < static_cast<std::ptrdiff_t>(max_sessions_per_user)) return;
  auto oldest = sessions_.end();
  for (auto it = sessions_.begin(); it != sessions_.end(); ++it)
    if (is_users(*it) && (oldest == sessions_.end() || it->second.last_used < oldest->second.last_used))
      oldest = it;
  sessions_.erase(oldest);
}

std::string csrf_token(std::string_view cookie) { return sha256_hex("csrf " + std::string(cookie)); }

}  // namespace kigen::api
