#include "api/session/kept_sessions.hpp"

#include <spdlog/spdlog.h>

#include "events/core/offload.hpp"

namespace kigen::api {

using orchestrator::Part;

KeptSessions::KeptSessions(Backend& backend)
    : backend_(backend),
      book_(backend.clock, backend.random),
      file_(backend.sessions.empty() ? nullptr : std::make_unique<SessionFile>(backend.sessions)),
      kept_at_(backend.clock.now()) {}

Task<void> KeptSessions::recall() {
  if (file_ == nullptr) co_return;
  const auto kept = co_await offload(backend_.storage, [this] { return file_->read(); });
  if (kept) {
    book_.recall(*kept);
    co_return;
  }
  // Told, and at once written anew: an instance that stays unready until somebody logs in would stay so.
  backend_.troubles.note(Part::sessions, {}, fail(kept.error()));
  spdlog::warn("no browser session of the last run goes on: {}", describe(kept.error()));
  co_await keep();
}

Task<std::string> KeptSessions::open(UserId user, SecretRef password) {
  auto cookie = book_.open(user, password);
  co_await keep();
  co_return cookie;
}

Result<Session> KeptSessions::use(std::string_view cookie) {
  auto session = book_.use(cookie);
  if (session) used_since_ = true;
  return session;
}

Task<void> KeptSessions::close(std::string cookie) {
  if (book_.close(cookie)) co_await keep();
}

Task<void> KeptSessions::close_all(UserId user) {
  const auto before = book_.size();
  book_.close_all(user);
  if (book_.size() != before) co_await keep();
}

Task<void> KeptSessions::password_set(UserId user, std::string cookie, SecretRef password) {
  book_.rebind(cookie, password);
  book_.close_all(user, cookie);
  co_await keep();
}

Task<void> KeptSessions::keep_uses() {
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
  const auto written = co_await offload(
      backend_.storage,
      [file = file_.get(), all = book_.all(), revision = ++revision_] { return file->write(all, revision); });
  failed_ = !written;
  backend_.troubles.note(Part::sessions, {}, written);
}

}  // namespace kigen::api
