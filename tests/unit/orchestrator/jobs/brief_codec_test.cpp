#include "orchestrator/jobs/brief_codec.hpp"

#include <gtest/gtest.h>

#include "orchestrator/jobs/errors.hpp"
#include "orchestrator/jobs/home.hpp"
#include "orchestrator/jobs/keyring.hpp"
#include "orchestrator/jobs/outcome.hpp"
#include "tests/support/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace std::chrono_literals;
using tests::id;

struct Small {
  static constexpr std::string_view kind = "small";
  std::uint8_t size = 0;
  static constexpr auto fields = events::field_list(events::field("size", &Small::size));
};
struct Large {
  static constexpr std::string_view kind = "large";
  Secret password = {};
  static constexpr auto fields = events::field_list(events::field("password", &Large::password));
};
struct Plain {
  std::string name = {};
  std::optional<std::int32_t> number = {};
};
struct Everything {
  Secret secret = {};
  events::OneOf<Small, Large> either = {};
  std::vector<Plain> plain = {};
  std::map<std::string, bool> marks = {};
  std::array<std::int64_t, 2> pair = {};
  events::SshAlgorithms word = events::SshAlgorithms::modern;
  Instant time = {};
  JobId job = {};
  std::variant<JobDone, JobLater> outcome = {};

  static constexpr auto fields = events::field_list(
      events::field("secret", &Everything::secret), events::field("either", &Everything::either),
      events::field("plain", &Everything::plain), events::field("marks", &Everything::marks),
      events::field("pair", &Everything::pair), events::field("word", &Everything::word),
      events::field("time", &Everything::time), events::field("job", &Everything::job),
      events::field("outcome", &Everything::outcome));
};

Everything everything() {
  return {.secret = Secret("a key"),
          .either = Large{Secret("a password")},
          .plain = {{"one", -7}, {"two", std::nullopt}},
          .marks = {{"a", true}, {"b", false}},
          .pair = {std::numeric_limits<std::int64_t>::min(), 300},
          .word = events::SshAlgorithms::legacy,
          .time = Instant(5h),
          .job = id<JobId>(3),
          .outcome = JobLater{Instant(6h), "a queue"}};
}

TEST(BriefCodec, brings_everything_across_with_its_secrets) {
  const auto bytes = to_bytes(everything());
  const auto arrived = from_bytes<Everything>(bytes.reveal());
  ASSERT_TRUE(arrived);
  EXPECT_EQ(arrived->secret.reveal(), "a key");
  ASSERT_NE(arrived->either.get_if<Large>(), nullptr);
  EXPECT_EQ(arrived->either.get_if<Large>()->password.reveal(), "a password");
  ASSERT_EQ(arrived->plain.size(), 2u);
  EXPECT_EQ(arrived->plain[0].number, -7);
  EXPECT_EQ(arrived->plain[1].name, "two");
  EXPECT_EQ(arrived->marks, everything().marks);
  EXPECT_EQ(arrived->pair, everything().pair);
  EXPECT_EQ(arrived->word, events::SshAlgorithms::legacy);
  EXPECT_EQ(arrived->time, Instant(5h));
  EXPECT_EQ(arrived->job, id<JobId>(3));
  EXPECT_EQ(std::get<JobLater>(arrived->outcome).reason, "a queue");
  EXPECT_EQ(to_bytes(*arrived).reveal(), bytes.reveal());
}

TEST(BriefCodec, refuses_what_is_cut_off_or_goes_on) {
  const auto bytes = to_bytes(everything());
  for (std::size_t size = 0; size < bytes.reveal().size(); ++size)
    EXPECT_FALSE(from_bytes<Everything>(bytes.reveal().substr(0, size))) << size;
  EXPECT_FALSE(from_bytes<Everything>(bytes.reveal() + '\0'));
}

/// What is read of bytes as a T, if anything.
template <class T>
bool is_one(std::string_view bytes) {
  return from_bytes<T>(bytes).has_value();
}

TEST(BriefCodec, knows_one_form_of_each_value) {
  using namespace std::string_view_literals;
  EXPECT_TRUE(is_one<std::uint8_t>("\x7f"));
  EXPECT_TRUE(is_one<std::uint8_t>("\xff\x01"));
  EXPECT_FALSE(is_one<std::uint8_t>("\x80\x02")) << "256";
  EXPECT_FALSE(is_one<std::uint8_t>("\x81\x00"sv)) << "a longer form of 1";
  EXPECT_TRUE(is_one<std::uint64_t>("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"));
  EXPECT_FALSE(is_one<std::uint64_t>("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"));
  EXPECT_FALSE(is_one<std::uint64_t>("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"));
  EXPECT_FALSE(is_one<bool>("\x02"));
  EXPECT_FALSE(is_one<events::SshAlgorithms>("\x02")) << "no such word";
  EXPECT_FALSE((is_one<events::OneOf<Small, Large>>("\x02\x01"))) << "no such kind";
  EXPECT_FALSE(is_one<JobOutcome>("\x02")) << "no such alternative";
  EXPECT_FALSE(
      (is_one<std::map<std::string, bool>>("\x02\x01"
                                           "b\x00\x01"
                                           "a\x00"sv)))
      << "not in order";
  EXPECT_FALSE(
      (is_one<std::map<std::string, bool>>("\x02\x01"
                                           "a\x00\x01"
                                           "a\x00"sv)))
      << "twice";
  EXPECT_FALSE(is_one<std::vector<Plain>>("\xff\xff\xff\xff\x0f")) << "more than there can be";
}

TEST(BriefCodec, takes_no_more_than_a_brief_can_be) {
  const auto largest = to_bytes(std::string(most_brief_bytes - 4, 'x'));
  EXPECT_TRUE(is_one<std::string>(largest.reveal()));
  EXPECT_FALSE(is_one<std::string>(to_bytes(std::string(most_brief_bytes, 'x')).reveal()));
}

TEST(BriefCodec, a_report_is_the_command_that_it_was) {
  const Report said =
      ReportApply{id<ApplyId>(1), events::StepFailed{2, "restart", 1813, "word", "text", true}};
  const auto heard_report = from_bytes<Report>(to_bytes(said).reveal());
  ASSERT_TRUE(heard_report);
  const auto& report = std::get<ReportApply>(*heard_report);
  EXPECT_EQ(report.id, id<ApplyId>(1));
  EXPECT_EQ(report.event, std::get<ReportApply>(said).event);
}

TEST(ToldErrors, show_and_count_as_they_did) {
  Error error{make_error_code(job_errc::stale_lease), "a job", "a field", Instant(7h)};
  const auto again = heard(told(error));
  EXPECT_EQ(error_word(again.code), "stale_lease");
  EXPECT_EQ(describe(again), describe(error));
  EXPECT_EQ(message_number(again.code), message_number(error.code));
  EXPECT_EQ(failure_of(again.code), failure_of(error.code));
  EXPECT_EQ(again.field, "a field");
  EXPECT_EQ(again.not_before, Instant(7h));
  EXPECT_EQ(heard(told(error)).code, again.code);
}

TEST(ToldErrors, of_the_system_are_what_they_were) {
  const auto again = heard(told({make_error_code(std::errc::operation_canceled)}));
  EXPECT_EQ(again.code, std::errc::operation_canceled);
}

TEST(Keyring, gives_what_the_vault_gave) {
  const auto there = id<SecretRef>(1);
  const auto gone = id<SecretRef>(2);
  const Keyring ring{{{there, Secret("a key"), {}}, {gone, {}, told({job_errc::unknown_job, "gone"})}}};
  EXPECT_EQ(ring.get(there)->reveal(), "a key");
  EXPECT_EQ(error_word(ring.get(gone).error().code), "unknown_job");
  EXPECT_EQ(ring.get(id<SecretRef>(3)).error().code, job_errc::malformed);
}

}  // namespace
}  // namespace kigen::orchestrator
