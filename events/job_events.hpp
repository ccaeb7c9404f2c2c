#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "events/codec/fields.hpp"
#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"

namespace kigen::events {

template <>
struct EnumWords<Failure> {
  static constexpr std::array<std::string_view, 3> words{"transient", "permanent", "unknown"};
};

/// Work for a pool. What it works on is `subject`; everything else is read from that aggregate when it
/// starts.
struct JobQueued {
  std::string kind = {};  ///< job_words.hpp
  std::string pool = {};
  std::string key = {};  ///< no more jobs with one key run at once than `limit` allows
  StreamId subject = {};
  std::optional<ServiceId> service = {};  ///< whose log shows it
  Instant due = {};
  std::int32_t priority = 0;  ///< higher first among the due
  std::uint32_t limit = 1;    ///< jobs of this key at once; the one that was queued last says so for all
  static constexpr EventType type{.name = "job.queued", .schema = 2};
  static constexpr auto fields =
      field_list(field("kind", &JobQueued::kind), field("pool", &JobQueued::pool),
                 field("key", &JobQueued::key), field("subject", &JobQueued::subject),
                 field("service", &JobQueued::service), field("due", &JobQueued::due),
                 field("priority", &JobQueued::priority), field("limit", &JobQueued::limit).added_in(2));
  friend bool operator==(const JobQueued&, const JobQueued&) = default;
};

/// A worker may run it until `lease_until`. This record's position is the fencing token.
struct JobStarted {
  std::uint32_t attempt = 1;
  Instant lease_until = {};
  bool after_interruption = false;  ///< the attempt before ended in nobody's sight: ask the outside first
  static constexpr EventType type{.name = "job.started"};
  static constexpr auto fields =
      field_list(field("attempt", &JobStarted::attempt), field("leaseUntil", &JobStarted::lease_until),
                 field("afterInterruption", &JobStarted::after_interruption));
  friend bool operator==(const JobStarted&, const JobStarted&) = default;
};

/// Not done yet and nothing wrong: look again at `due` (a CA still validates, …). No failed attempt: the next
/// one is the first again.
struct JobDeferred {
  Instant due = {};
  std::string reason = {};
  static constexpr EventType type{.name = "job.deferred"};
  static constexpr auto fields =
      field_list(field("due", &JobDeferred::due), field("reason", &JobDeferred::reason));
  friend bool operator==(const JobDeferred&, const JobDeferred&) = default;
};

struct JobRetryScheduled {
  std::uint32_t attempt = 1;  ///< the attempt that failed
  Instant due = {};
  std::string code = {};
  std::string detail = {};
  Failure failure = Failure::transient;
  static constexpr EventType type{.name = "job.retry_scheduled"};
  static constexpr auto fields =
      field_list(field("attempt", &JobRetryScheduled::attempt), field("due", &JobRetryScheduled::due),
                 field("code", &JobRetryScheduled::code), field("detail", &JobRetryScheduled::detail),
                 field("failure", &JobRetryScheduled::failure));
  friend bool operator==(const JobRetryScheduled&, const JobRetryScheduled&) = default;
};

struct JobSucceeded {
  std::uint32_t attempt = 1;
  static constexpr EventType type{.name = "job.succeeded"};
  static constexpr auto fields = field_list(field("attempt", &JobSucceeded::attempt));
  friend bool operator==(const JobSucceeded&, const JobSucceeded&) = default;
};

/// Out of attempts, or a permanent error: waits in plain sight for a person.
struct JobParked {
  std::uint32_t attempt = 1;
  std::string code = {};
  std::string detail = {};
  static constexpr EventType type{.name = "job.parked"};
  static constexpr auto fields =
      field_list(field("attempt", &JobParked::attempt), field("code", &JobParked::code),
                 field("detail", &JobParked::detail));
  friend bool operator==(const JobParked&, const JobParked&) = default;
};

/// A person asked for a parked job again: attempts count from 1.
struct JobRetriedByHand {
  Instant due = {};
  static constexpr EventType type{.name = "job.retried_by_hand"};
  static constexpr auto fields = field_list(field("due", &JobRetriedByHand::due));
  friend bool operator==(const JobRetriedByHand&, const JobRetriedByHand&) = default;
};

struct JobCancelled {
  std::string reason = {};
  static constexpr EventType type{.name = "job.cancelled"};
  static constexpr auto fields = field_list(field("reason", &JobCancelled::reason));
  friend bool operator==(const JobCancelled&, const JobCancelled&) = default;
};

using JobEvent = std::variant<JobQueued, JobStarted, JobDeferred, JobRetryScheduled, JobSucceeded, JobParked,
                              JobRetriedByHand, JobCancelled>;

}  // namespace kigen::events
