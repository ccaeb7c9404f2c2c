#include "api/session/kept_sessions.hpp"

#include <spdlog/spdlog.h>

#include "events/core/offload.hpp"

namespace kigen::api {

using events::Actor;
using events::SessionEnd;
using orchestrator::Part;

KeptSessions::KeptSessions(Backend& backend, DoorBook& book)
    : backend_(backend),
      doors_(book),
      book_(backend.clock, backend.random),
      devices_(backend.clock, backend.random),
      file_(backend.sessions.empty() ? nullptr : std::make_unique<SessionFile>(backend.sessions)),
      kept_at_(backend.clock.now()) {}

Task<void> KeptSessions::recall() {
  if (file_ == nullptr) co_return;
  const auto kept = co_await offload(backend_.storage, [this] { return file_->read(); });
  if (kept) {
    book_.recall(kept->sessions);
    devices_.recall(kept->devices);
    co_await settle();
    co_return;
  }
  // Told, and at once written anew: an instance that stays unready until somebody logs in would stay so.
  backend_.troubles.note(Part::sessions, {}, fail(kept.error()));
  spdlog::warn("no browser session of the last run goes on: {}", describe(kept.error()));
  co_await keep();
}

Task<Opened> KeptSessions::open(UserId user, SecretRef password, Visitor visitor,
                                std::optional<std::string> device) {
  Opened opened{book_.open(user, password, std::move(visitor)), devices_.note(device, user, password)};
  if (!co_await settle()) co_await keep();
  co_return opened;
}

Result<Session> KeptSessions::use(std::string_view cookie) {
  auto session = book_.use(cookie);
  if (session) used_since_ = true;
  return session;
}

Task<void> KeptSessions::close(std::string cookie, Actor by, SessionEnd why) {
  book_.close(cookie, why);
  co_await settle(std::move(by));
}

Task<bool> KeptSessions::close(UserId user, SessionId id, Actor by) {
  const bool found = book_.close(user, id);
  co_await settle(std::move(by));
  co_return found;
}

Task<void> KeptSessions::close_all(UserId user, SessionEnd why) {
  book_.close_all(user, why);
  const bool forgotten = devices_.forget(user);
  if (!co_await settle() && forgotten) co_await keep();
}

Task<void> KeptSessions::password_set(UserId user, std::string cookie, std::optional<std::string> device,
                                      SecretRef password) {
  book_.rebind(cookie, password);
  book_.close_all(user, SessionEnd::password_changed, cookie);
  devices_.password_set(device, user, password);
  if (!co_await settle()) co_await keep();
}

Task<void> KeptSessions::prove(std::string cookie) {
  book_.prove(cookie);
  co_await keep();
}

Task<bool> KeptSessions::settle(Actor by) {
  const auto ended = book_.take_ended();
  for (const auto& [user, address, reason] : ended)
    doors_.ended({.user = user, .address = address, .reason = reason}, by);
  if (!ended.empty()) co_await keep();
  co_return !ended.empty();
}

Task<void> KeptSessions::keep_uses() {
  book_.close_old();
  co_await settle();
  const bool due = used_since_ && backend_.clock.now() >= kept_at_ + session_use_kept_every;
  if (due || failed_) co_await keep();
}

Task<void> KeptSessions::keep_all() {
  if (used_since_ || failed_) co_await keep();
}

Task<void> KeptSessions::keep() {
  if (file_ == nullptr) co_return;
  kept_at_ = backend_.clock.now();
  used_since_ = false;
  const auto written =
      co_await offload(backend_.storage, [file = file_.get(), all = KeptBrowsers{book_.all(), devices_.all()},
                                          revision = ++revision_] { return file->write(all, revision); });
  failed_ = !written;
  backend_.troubles.note(Part::sessions, {}, written);
}

}  // namespace kigen::api
