#include "orchestrator/policies.hpp"

#include <set>

#include "orchestrator/jobs/make.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

const auto service = id<ServiceId>(1);
const auto access = id<AccessId>(2);
const auto job = id<JobId>(3);
const auto vault_job = id<JobId>(8);
const AccessSettings settings{"web", SshAccess{.host = "192.0.2.1"}};

JobQueued expiry_at(Instant due) {
  return {.kind = "expiry.check", .pool = "policy", .key = "system", .subject = system_stream, .due = due};
}

TEST(DerivedIds, are_the_same_at_every_fold_and_never_twice) {
  Record record;
  record.meta.time = start;
  std::set<Uuid> seen;
  for (const Position position : {0ull, 1ull, 11ull, (1ull << 42) - 1})
    for (const std::string_view policy : {"renew", "run_apply"})
      for (const std::uint32_t n : {0u, 1u, 11u, ~0u}) {
        record.position = position;
        const auto derived = derived_uuid(record, policy, n);
        EXPECT_EQ(derived, derived_uuid(record, policy, n));
        EXPECT_EQ(derived.bytes[6] >> 4, 7) << to_text(derived);
        EXPECT_EQ(derived.bytes[8] >> 6, 2) << to_text(derived);
        EXPECT_TRUE(seen.insert(derived).second) << to_text(derived);
      }
}

TEST(SystemPolicy, sees_at_each_start_that_recurring_work_has_a_next_turn) {
  History history;
  history.given(system_stream, SystemStarted{});
  follows(history, {{stream_of(history.derived<JobId>("next_expiry_check")), expiry_at(start)},
                    {stream_of(history.derived<JobId>("next_vault_review")), review_vault(start)}});
  history.given(stream_of(job), expiry_at(day(1))).given(stream_of(vault_job), review_vault(day(1)));
  history.given(system_stream, SystemStarted{});
  nothing_follows(history);
  history.given(stream_of(job), JobStarted{}).given(stream_of(vault_job), JobStarted{});
  history.given(system_stream, SystemStarted{});
  nothing_follows(history);
}

TEST(SystemPolicy, sees_to_the_checks_of_all_nodes_in_order_of_their_creation) {
  const NodeSettings checked{.check = {.method = CheckMethod::url, .fqdn = "www.example.com"}};
  History history;
  history.given(stream_of(service), ServiceCreated{}).given(stream_of(job), expiry_at(day(1)));
  history.given(stream_of(vault_job), review_vault(day(1)));
  for (const std::uint8_t n : {3, 1, 2})
    history.given(stream_of(id<NodeId>(n)), NodeCreated{service, checked});
  history.given(stream_of(id<NodeId>(2)), NodeDisabled{}).given(system_stream, SystemStarted{});
  const auto check = [&](std::uint8_t n, std::uint32_t nth) {
    return Fact(stream_of(history.derived<JobId>("next_check", nth)),
                check_node(*history.world.node(id<NodeId>(n)), start, 0));
  };
  follows(history, {check(1, 0), check(3, 1)});
}

TEST(JobPolicy, reviews_expiries_again_after_the_interval_and_once_only) {
  History history;
  history.given(company_stream, GeneralSettingsChanged{{.expiry_check_interval_s = 60}});
  history.given(stream_of(job), expiry_at(start)).given(stream_of(job), JobSucceeded{});
  follows(history, {{stream_of(history.derived<JobId>("next_expiry_check")), expiry_at(second(60))}});
  history.given(stream_of(id<JobId>(4)), expiry_at(start)).given(stream_of(id<JobId>(5)), expiry_at(start));
  history.given(stream_of(id<JobId>(5)), JobSucceeded{});
  nothing_follows(history);
}

TEST(JobPolicy, leaves_other_jobs_that_end_to_people) {
  const JobQueued once{.kind = "order.advance", .pool = "ca", .key = "k", .subject = {"order-1"}};
  nothing_follows(History().given(stream_of(job), once).given(stream_of(job), JobParked{}));
  nothing_follows(History().given(stream_of(job), once).given(stream_of(job), JobSucceeded{}));
  nothing_follows(History().given(stream_of(job), once).given(stream_of(job), JobCancelled{}));
}

TEST(JobPolicy, reviews_the_vault_again_the_next_day_and_once_only) {
  History history;
  history.given(stream_of(vault_job), review_vault(start)).given(stream_of(vault_job), JobSucceeded{});
  follows(history, {{stream_of(history.derived<JobId>("next_vault_review")), review_vault(day(1))}});
  history.given(stream_of(id<JobId>(4)), review_vault(start))
      .given(stream_of(id<JobId>(5)), review_vault(start));
  history.given(stream_of(id<JobId>(5)), JobSucceeded{});
  nothing_follows(history);
}

TEST(AccessPolicy, looks_at_a_host_that_nobody_has_seen) {
  History history;
  history.given(stream_of(access), AccessCreated{settings});
  follows(history, {{stream_of(history.derived<JobId>("look_at_host")),
                     scan_host_key(*history.world.access(access), start)}});
}

TEST(AccessPolicy, looks_again_only_at_another_host) {
  History history;
  history.given(stream_of(access), AccessCreated{settings}).given(stream_of(access), HostKeyPinned{"a", "b"});
  history.given(stream_of(access), AccessEdited{settings});
  nothing_follows(history);
  auto moved = settings;
  moved.connection.as<SshAccess>().host = "192.0.2.2";
  history.given(stream_of(access), AccessEdited{moved});
  follows(history, {{stream_of(history.derived<JobId>("look_at_host")),
                     scan_host_key(*history.world.access(access), start)}});
}

TEST(AccessPolicy, drops_the_look_at_a_deleted_access) {
  History history;
  history.given(stream_of(access), AccessCreated{settings});
  history.given(stream_of(job), scan_host_key(*history.world.access(access), start));
  history.given(stream_of(access), AccessDeleted{});
  follows(history, {{stream_of(job), JobCancelled{"the access was deleted"}}});
}

TEST(JobPolicy, drops_what_failed_for_a_service_that_was_deleted_meanwhile) {
  const JobQueued check{
      .kind = "node.check", .pool = "check", .key = "k", .subject = {"x"}, .service = service};
  History history;
  history.given(stream_of(service), ServiceCreated{})
      .given(stream_of(job), check)
      .given(stream_of(job), JobStarted{});
  auto there = history;
  nothing_follows(there.given(stream_of(job), JobRetryScheduled{}));
  history.given(stream_of(service), ServiceDeleted{});
  for (const bool is_last : {false, true}) {
    auto gone = history;
    if (is_last)
      gone.given(stream_of(job), JobParked{});
    else
      gone.given(stream_of(job), JobRetryScheduled{});
    follows(gone, {{stream_of(job), JobCancelled{"the service was deleted"}}});
  }
}

TEST(Policies, ask_nothing_of_people_and_settings) {
  nothing_follows(History().given(company_stream, CompanyNamed{"x"}));
  nothing_follows(History().given(stream_of(id<UserId>(1)), UserCreated{"a@b", Role::admin, ""}));
  nothing_follows(History().given(stream_of(id<CaAccountId>(1)), CaAccountCreated{}));
}

}  // namespace
}  // namespace kigen::orchestrator
