#include "api/session/session_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <tuple>

#include "api/errors.hpp"
#include "events/codec/json_in.hpp"
#include "events/codec/json_out.hpp"
#include "events/log/files.hpp"
#include "orchestrator/pki/digest.hpp"

namespace kigen::api {
namespace {

constexpr std::uint16_t format_generation = 2;
constexpr std::size_t max_file_bytes = 4u << 20;
constexpr std::size_t sha256_digits = 64;
constexpr mode_t owner_only = 0600;

/// The file's second line.
struct SessionBook {
  std::uint16_t format = format_generation;
  std::vector<KeptSession> sessions = {};
  std::vector<KeptDevice> devices = {};
  static constexpr auto fields = events::field_list(
      events::field("format", &SessionBook::format), events::field("sessions", &SessionBook::sessions),
      events::field("devices", &SessionBook::devices).added_in(2));
};

/// Today's format, or the one before: what names none of the fields that came with this one.
Result<SessionBook> read_book(std::string_view json) {
  auto book = events::from_json<SessionBook>(json, format_generation);
  if (book && book->format == format_generation) return book;
  if (auto older = events::from_json<SessionBook>(json, 1); older && older->format == 1) return older;
  if (book) return fail(api_errc::sessions_damaged, "format " + std::to_string(book->format));
  return book;
}

std::unexpected<Error> damaged(std::string why) { return fail(api_errc::sessions_damaged, std::move(why)); }

bool is_digest(std::string_view text) {
  return text.size() == sha256_digits &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::string encode_sessions(KeptBrowsers kept) {
  std::ranges::sort(kept.sessions, {}, &KeptSession::sha256);
  std::ranges::sort(kept.devices, {},
                    [](const auto& device) { return std::tie(device.sha256, device.user); });
  const SessionBook all{.sessions = std::move(kept.sessions), .devices = std::move(kept.devices)};
  const auto book = events::to_json(all) + "\n";
  return orchestrator::pki::sha256_hex(book) + "\n" + book;
}

Result<KeptBrowsers> decode_sessions(std::string_view bytes) {
  const auto digest = bytes.substr(0, bytes.find('\n'));
  if (!is_digest(digest) || bytes.size() <= sha256_digits) return damaged("no digest");
  const auto json = bytes.substr(sha256_digits + 1);
  if (orchestrator::pki::sha256_hex(json) != digest) return damaged("the digest does not fit");
  auto book = read_book(json);
  if (!book) return damaged(describe(book.error()));
  for (const auto& session : book->sessions)
    if (!is_digest(session.sha256)) return damaged("a session without its digest");
  for (const auto& device : book->devices)
    if (!is_digest(device.sha256)) return damaged("a device without its digest");
  return KeptBrowsers{std::move(book->sessions), std::move(book->devices)};
}

Result<KeptBrowsers> SessionFile::read() const {
  const events::FileDescriptor file(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file && errno == ENOENT) return KeptBrowsers{};
  if (!file) return fail(events::system_error("open", path_));
  TRY(const auto bytes, events::read_all(file, path_, max_file_bytes));
  auto kept = decode_sessions(bytes);
  if (!kept) kept.error().detail = path_.string() + ": " + kept.error().detail;
  return kept;
}

Result<> SessionFile::write(const KeptBrowsers& kept, std::uint64_t revision) {
  const MutexLock lock(mutex_);
  if (revision <= newest_) return outcome_;
  newest_ = revision;
  outcome_ = events::replace_file(path_, encode_sessions(kept), owner_only);
  if (!outcome_ && ::unlink(path_.c_str()) == 0) std::ignore = events::sync_folder(path_.parent_path());
  return outcome_;
}

}  // namespace kigen::api
