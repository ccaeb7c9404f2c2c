#pragma once

#include <string>

#include "events/access_events.hpp"
#include "orchestrator/changes.hpp"

namespace kigen::orchestrator {

class World;

/// Secrets in `settings` are in the vault already.
struct CreateAccess {
  static constexpr std::string_view name = "access.create";
  static constexpr bool creates = true;
  AccessId id = {};
  events::AccessSettings settings = {};
  StreamId stream() const { return stream_of(id); }
};
struct EditAccess {
  static constexpr std::string_view name = "access.edit";
  AccessId id = {};
  events::AccessSettings settings = {};
  StreamId stream() const { return stream_of(id); }
};
/// Refused while a node uses it.
struct DeleteAccess {
  static constexpr std::string_view name = "access.delete";
  AccessId id = {};
  StreamId stream() const { return stream_of(id); }
};
/// By a person (confirmed) or at first contact.
struct PinHostKey {
  static constexpr std::string_view name = "access.pin_host_key";
  AccessId id = {};
  events::HostKeyPinned pinned = {};
  StreamId stream() const { return stream_of(id); }
};
struct ReportHostKeyRefused {
  static constexpr std::string_view name = "access.report_host_key_refused";
  AccessId id = {};
  events::HostKeyRefused refused = {};
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

Result<Changes> decide(const World& world, const CreateAccess& command);
Result<Changes> decide(const World& world, const EditAccess& command);
Result<Changes> decide(const World& world, const DeleteAccess& command);
Result<Changes> decide(const World& world, const PinHostKey& command);
Result<Changes> decide(const World& world, const ReportHostKeyRefused& command);
Result<Changes> decide(const World& world, const ScanHostKey& command);

}  // namespace kigen::orchestrator
