#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "projections/basis/owners.hpp"
#include "projections/jobs/state.hpp"
#include "projections/page.hpp"
#include "projections/store/table.hpp"
#include "projections/view.hpp"

namespace kigen::projections {

enum class AttemptOutcome : std::uint8_t { running, succeeded, deferred, failed, parked, interrupted };

struct JobAttempt {
  std::uint32_t number = 1;
  Instant started_at = {};
  std::optional<Instant> ended_at = {};
  AttemptOutcome outcome = AttemptOutcome::running;
  std::string code = {};  ///< error word
  std::string detail = {};

  static constexpr auto fields = events::field_list(
      events::field("number", &JobAttempt::number), events::field("startedAt", &JobAttempt::started_at),
      events::field("endedAt", &JobAttempt::ended_at), events::field("outcome", &JobAttempt::outcome),
      events::field("code", &JobAttempt::code), events::field("detail", &JobAttempt::detail));
};

/// A job with its latest attempts.
struct JobRow {
  JobId id = {};
  Version version = 0;
  std::string kind = {};
  std::string pool = {};
  std::string key = {};
  StreamId subject = {};
  std::optional<ServiceId> service = {};
  std::string service_name = {};
  JobState state = JobState::waiting;
  std::int32_t priority = 0;
  Instant due = {};
  std::uint32_t attempt = 0;                ///< of the last start; counts anew after a deferral
  std::optional<Instant> lease_until = {};  ///< while it runs
  std::string error = {};                   ///< "code: detail" of the last failure; cancel reason
  bool cancelled = false;
  Instant queued_at = {};
  std::optional<Instant> ended_at = {};
  Position changed_at = 0;                ///< newest record about it
  std::vector<JobAttempt> attempts = {};  ///< oldest first, the newest kept_attempts of them

  static constexpr auto fields = events::field_list(
      events::field("id", &JobRow::id), events::field("version", &JobRow::version),
      events::field("kind", &JobRow::kind), events::field("pool", &JobRow::pool),
      events::field("key", &JobRow::key), events::field("subject", &JobRow::subject),
      events::field("service", &JobRow::service), events::field("serviceName", &JobRow::service_name),
      events::field("state", &JobRow::state), events::field("priority", &JobRow::priority),
      events::field("due", &JobRow::due), events::field("attempt", &JobRow::attempt),
      events::field("leaseUntil", &JobRow::lease_until), events::field("error", &JobRow::error),
      events::field("cancelled", &JobRow::cancelled), events::field("queuedAt", &JobRow::queued_at),
      events::field("endedAt", &JobRow::ended_at), events::field("changedAt", &JobRow::changed_at),
      events::field("attempts", &JobRow::attempts));
};

struct JobCounts {
  std::uint64_t waiting = 0;
  std::uint64_t running = 0;
  std::uint64_t parked = 0;
  std::uint64_t finished = 0;  ///< kept ones

  static constexpr auto fields = events::field_list(
      events::field("waiting", &JobCounts::waiting), events::field("running", &JobCounts::running),
      events::field("parked", &JobCounts::parked), events::field("finished", &JobCounts::finished));
};

/// Which jobs. All conditions must hold.
struct JobFilter {
  std::optional<JobState> state = {};
  std::string pool = {};
  std::optional<ServiceId> service = {};
};

/// What the row has from the aggregate.
void show(JobRow& row, const events::Job& job);

/// Jobs that wait, run or are parked, and the newest that finished. Queries: any thread.
class Jobs final : public View {
 public:
  static constexpr std::size_t kept_attempts = 20;

  /// Finished jobs beyond the newest `kept_finished` are forgotten here; the log keeps them.
  Jobs(Store& store, const Owners& owners, std::size_t kept_finished = 10'000);

  Result<Seen<JobRow>> detail(const events::Scope& scope, JobId id) const;
  /// Newest change first. A page can be short, or empty, and still have a `next`: one call looks at
  /// max_rows_searched jobs at most.
  Result<Page<JobRow>> list(const events::Scope& scope, const JobFilter& filter, const Paging& paging) const;
  /// Of the scope's services, and of the installation itself.
  Seen<JobCounts> counts(const events::Scope& scope) const;
  /// The same for views made of this one; under Store::reading().
  JobCounts tally(const events::Scope& scope) const;

  Result<> fold(const Fact& fact) override;
  void commit() override;
  Result<> load() override;

 private:
  std::vector<AnyTable*> tables() override { return {&jobs_}; }
  Result<> forget_oldest();
  void count(const JobRow& job, int by);
  void take_in_counts();

  Store& store_;
  const Owners& owners_;
  Table<JobRow> jobs_;
  const std::size_t kept_finished_;
  std::deque<JobId> finished_;  // oldest first; the folding thread's
  using ByState = std::array<std::int64_t, 4>;
  using ByService = std::unordered_map<std::optional<ServiceId>, ByState>;  // without one: the installation's
  ByService changes_;                                                       // since the last commit
  ByService counts_;                                                        // none is zero throughout
  ByState all_ = {};
};

}  // namespace kigen::projections

template <>
struct kigen::events::EnumWords<kigen::projections::AttemptOutcome> {
  static constexpr std::array<std::string_view, 6> words{"running", "succeeded", "deferred",
                                                         "failed",  "parked",    "interrupted"};
};
