#include "orchestrator/jobs/make.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

const auto service = id<ServiceId>(1);
const auto account = id<CaAccountId>(2);
const CaAccountSettings settings{.name = "ca",
                                 .ca = AcmeCa{.directory_url = "https://ca.example.com/directory"}};

/// Two orders of an account, whose jobs are parked and wait for a day; the second one tells no error.
History with_orders() {
  History history;
  history.given(stream_of(account), CaAccountCreated{settings});
  for (const std::uint8_t n : {1, 2}) {
    const auto order = id<OrderId>(n);
    history.given(stream_of(order), OrderRequested{.service = service, .ca_account = account});
    const auto job = stream_of(id<JobId>(n));
    history.given(job, advance_order(*history.world.order(order), {}, start)).given(job, JobStarted{});
    if (n == 1)
      history.given(job, JobParked{}).given(stream_of(order), OrderErred{"account_unusable", "bad MAC"});
    if (n == 2) history.given(job, JobRetryScheduled{.due = day(1)});
  }
  return history;
}

TEST(CaAccountPolicy, goes_on_at_once_with_the_orders_that_its_settings_may_have_held_up) {
  auto history = with_orders();
  auto edited = settings;
  edited.ca.as<AcmeCa>().external_key_id = "kid";
  history.given(stream_of(account), CaAccountEdited{edited});
  ASSERT_EQ(history.owed.size(), 1u);
  EXPECT_EQ(history.owed.front().command.name, "job.retry");
  EXPECT_EQ(history.owed.front().command.stream, stream_of(id<JobId>(1)));
}

}  // namespace
}  // namespace kigen::orchestrator
