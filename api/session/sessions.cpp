#include "api/session/sessions.hpp"

#include <algorithm>

#include "api/errors.hpp"
#include "orchestrator/pki/digest.hpp"
#include "orchestrator/vault/password.hpp"

namespace kigen::api {
namespace {

/// How far the clock may have been set back between two runs.
constexpr auto clock_tolerance = std::chrono::minutes(1);

}  // namespace

using orchestrator::pki::sha256_hex;

std::string Sessions::open(UserId user, SecretRef password) {
  make_room(user);
  auto cookie = orchestrator::vault::make_token(random_, {}).reveal();
  const auto now = clock_.now();
  sessions_[sha256_hex(cookie)] = {user, password, now, now};
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

bool Sessions::close(std::string_view cookie) { return sessions_.erase(sha256_hex(cookie)) > 0; }

void Sessions::close_all(UserId user, std::string_view spared) {
  const auto kept = sha256_hex(spared);
  std::erase_if(sessions_,
                [&](const auto& entry) { return entry.second.user == user && entry.first != kept; });
}

void Sessions::expect(std::string_view cookie, SecretRef password) {
  if (const auto found = sessions_.find(sha256_hex(cookie)); found != sessions_.end())
    found->second.coming = password;
}

void Sessions::rebind(std::string_view cookie, SecretRef password) {
  const auto found = sessions_.find(sha256_hex(cookie));
  if (found == sessions_.end()) return;
  found->second.password = password;
  found->second.coming.reset();
}

std::vector<KeptSession> Sessions::all() const {
  std::vector<KeptSession> all;
  for (const auto& [sha256, session] : sessions_)
    if (!is_over(session))
      all.push_back({sha256, session.user, session.password, session.opened, session.last_used});
  return all;
}

void Sessions::recall(const std::vector<KeptSession>& kept) {
  const auto now = clock_.now();
  for (const auto& [sha256, user, password, opened, last_used] : kept) {
    const Session session{user, password, opened, std::min(last_used, now)};
    // One that begins later was opened under a clock that was wrong then or is now: nobody knows its end.
    if (opened <= now + clock_tolerance && !is_over(session)) sessions_[sha256] = session;
  }
  while (sessions_.size() > max_sessions) end_least_recent();
}

bool Sessions::is_over(const Session& session) const {
  const auto now = clock_.now();
  return now >= session.ends() || now >= session.last_used + session_idle;
}

void Sessions::make_room(UserId user) {
  std::erase_if(sessions_, [&](const auto& entry) { return is_over(entry.second); });
  const auto of_user =
      std::ranges::count_if(sessions_, [&](const auto& entry) { return entry.second.user == user; });
  if (of_user >= static_cast<std::ptrdiff_t>(max_sessions_per_user)) end_least_recent(user);
  if (sessions_.size() >= max_sessions) end_least_recent();
}

void Sessions::end_least_recent(std::optional<UserId> of) {
  auto oldest = sessions_.end();
  for (auto it = sessions_.begin(); it != sessions_.end(); ++it)
    if ((!of || it->second.user == *of) &&
        (oldest == sessions_.end() || it->second.last_used < oldest->second.last_used))
      oldest = it;
  if (oldest != sessions_.end()) sessions_.erase(oldest);
}

std::string csrf_token(std::string_view cookie) { return sha256_hex("csrf " + std::string(cookie)); }

}  // namespace kigen::api
