#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "events/access_events.hpp"
#include "orchestrator/changes.hpp"

namespace kigen::orchestrator {

class World;

/// Where an access over SSH leads. What was seen there says nothing of another place.
struct HostPlace {
  std::string host = {};
  std::uint32_t port = 0;
  friend bool operator==(const HostPlace&, const HostPlace&) = default;
};
inline HostPlace place_of(const events::SshAccess& ssh) { return {ssh.host, ssh.port}; }
/// None: it leads to no host over SSH.
inline std::optional<HostPlace> place_of(const events::AccessSettings& settings) {
  const auto* ssh = settings.connection.get_if<events::SshAccess>();
  return ssh ? std::optional(place_of(*ssh)) : std::nullopt;
}

/// By a person (confirmed) or at first contact.
struct PinHostKey {
  static constexpr std::string_view name = "access.pin_host_key";
  AccessId id = {};
  events::HostKeyPinned pinned = {};
  std::optional<HostPlace> seen_at = {};  ///< of another place than the access's by now: it is not pinned
  StreamId stream() const { return stream_of(id); }
};
struct ReportHostKeyRefused {
  static constexpr std::string_view name = "access.report_host_key_refused";
  AccessId id = {};
  events::HostKeyRefused refused = {};
  std::optional<HostPlace> seen_at = {};  ///< of another place than the access's by now: says nothing
  StreamId stream() const { return stream_of(id); }
};
/// Queues a look at the host's identity, unless one waits already.
struct ScanHostKey {
  static constexpr std::string_view name = "access.scan_host_key";
  AccessId id = {};
  JobId job = {};
  Instant due = {};
  StreamId stream() const { return stream_of(id); }
};

Result<Changes> decide(const World& world, const PinHostKey& command);
Result<Changes> decide(const World& world, const ReportHostKeyRefused& command);
Result<Changes> decide(const World& world, const ScanHostKey& command);

}  // namespace kigen::orchestrator
