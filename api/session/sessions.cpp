#include "api/session/sessions.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

#include "api/errors.hpp"
#include "orchestrator/pki/digest.hpp"
#include "orchestrator/vault/password.hpp"

namespace kigen::api {
namespace {

/// How far the clock may have been set back between two runs.
constexpr auto clock_tolerance = std::chrono::minutes(1);

constexpr std::size_t uuid_digits = 32;

/// The beginning of a digest as an id.
SessionId id_in(std::string_view sha256) {
  std::string text(sha256.substr(0, uuid_digits));
  for (const std::size_t dash : {8, 13, 18, 23}) text.insert(dash, 1, '-');
  return parse_id<SessionId>(text).value_or(SessionId{});
}

}  // namespace

using events::SessionEnd;
using orchestrator::pki::sha256_hex;

std::string Sessions::open(UserId user, SecretRef password, Visitor visitor) {
  make_room(user);
  auto cookie = orchestrator::vault::make_token(random_, {}).reveal();
  const auto now = clock_.now();
  sessions_[sha256_hex(cookie)] = {user, password, now, now, std::move(visitor), now};
  return cookie;
}

Result<Session> Sessions::use(std::string_view cookie) {
  TRY_DO(look(cookie));
  auto& session = find(cookie)->second;
  session.last_used = clock_.now();
  return session;
}

Result<Session> Sessions::look(std::string_view cookie) {
  const auto found = find(cookie);
  if (found == sessions_.end()) return fail(api_errc::session_expired);
  if (!is_over(found->second)) return found->second;
  end(found, reason_of(found->second));
  return fail(api_errc::session_expired);
}

void Sessions::close(std::string_view cookie, SessionEnd why) {
  if (const auto found = find(cookie); found != sessions_.end()) end(found, why);
}

bool Sessions::close(UserId user, SessionId id) {
  const auto found = std::ranges::find_if(
      sessions_, [&](const auto& entry) { return entry.second.user == user && id_in(entry.first) == id; });
  if (found == sessions_.end()) return false;
  end(found, SessionEnd::ended_elsewhere);
  return true;
}

void Sessions::close_all(UserId user, SessionEnd why, std::string_view spared) {
  const auto kept = sha256_hex(spared);
  end_if([&](const auto& entry) { return entry.second.user == user && entry.first != kept; }, why);
}

void Sessions::close_old() {
  for (const auto why : {SessionEnd::idle, SessionEnd::too_old})
    end_if([&](const auto& entry) { return is_over(entry.second) && reason_of(entry.second) == why; }, why);
}

void Sessions::prove(std::string_view cookie) {
  if (const auto found = find(cookie); found != sessions_.end()) found->second.proved = clock_.now();
}

bool Sessions::is_proved(std::string_view cookie) const {
  const auto found = sessions_.find(sha256_hex(cookie));
  return found != sessions_.end() && clock_.now() < found->second.proved + proof_life;
}

std::vector<std::pair<SessionId, Session>> Sessions::of_user(UserId user) const {
  std::vector<std::pair<SessionId, Session>> own;
  for (const auto& [sha256, session] : sessions_)
    if (session.user == user && !is_over(session)) own.emplace_back(id_in(sha256), session);
  std::ranges::sort(own, std::greater(), [](const auto& one) { return one.second.last_used; });
  return own;
}

void Sessions::expect(std::string_view cookie, SecretRef password) {
  if (const auto found = find(cookie); found != sessions_.end()) found->second.coming = password;
}

void Sessions::rebind(std::string_view cookie, SecretRef password) {
  const auto found = find(cookie);
  if (found == sessions_.end()) return;
  found->second.password = password;
  found->second.coming.reset();
  found->second.proved = clock_.now();
}

std::vector<KeptSession> Sessions::all() const {
  std::vector<KeptSession> all;
  for (const auto& [sha256, session] : sessions_)
    if (!is_over(session))
      all.push_back({sha256, session.user, session.password, session.opened, session.last_used,
                     session.visitor.address, session.visitor.browser, session.proved});
  return all;
}

void Sessions::recall(const std::vector<KeptSession>& kept) {
  const auto now = clock_.now();
  for (const auto& [sha256, user, password, opened, last_used, address, browser, proved] : kept) {
    const Session session{
        user, password, opened, std::min(last_used, now), {address, browser}, std::min(proved, now)};
    // One that begins later was opened under a clock that was wrong then or is now: nobody knows its end.
    if (opened <= now + clock_tolerance && !is_over(session)) sessions_[sha256] = session;
  }
  while (sessions_.size() > max_sessions) end_least_recent();
}

Sessions::Entries::iterator Sessions::find(std::string_view cookie) {
  return sessions_.find(sha256_hex(cookie));
}

void Sessions::end(Entries::iterator session, SessionEnd why) {
  ended_.push_back({session->second.user, session->second.visitor.address, why});
  sessions_.erase(session);
}

void Sessions::end_if(auto wanted, SessionEnd why) {
  for (auto it = sessions_.begin(); it != sessions_.end();) {
    const auto next = std::next(it);
    if (wanted(*it)) end(it, why);
    it = next;
  }
}

bool Sessions::is_over(const Session& session) const {
  const auto now = clock_.now();
  return now >= session.ends() || now >= session.last_used + session_idle;
}

SessionEnd Sessions::reason_of(const Session& session) const {
  return clock_.now() >= session.ends() ? SessionEnd::too_old : SessionEnd::idle;
}

void Sessions::make_room(UserId user) {
  close_old();
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
  if (oldest != sessions_.end()) end(oldest, SessionEnd::too_many);
}

SessionId id_of_session(std::string_view cookie) { return id_in(sha256_hex(cookie)); }

std::string csrf_token(std::string_view cookie) { return sha256_hex("csrf " + std::string(cookie)); }

}  // namespace kigen::api
