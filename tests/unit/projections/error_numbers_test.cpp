// Errors carry message numbers: what a step or an order fails with must be said under that number.
#include <gtest/gtest.h>

#include "events/order_events.hpp"
#include "orchestrator/apply/saga.hpp"
#include "orchestrator/jobs/runner.hpp"
#include "orchestrator/ports/byte_stream.hpp"
#include "orchestrator/ports/certificate_authority.hpp"
#include "orchestrator/ports/install.hpp"
#include "orchestrator/ports/ssh.hpp"
#include "projections/log_lines/format.hpp"
#include "projections/log_lines/messages.hpp"
#include "tests/support/scenarios.hpp"
#include "tests/support/views.hpp"

namespace kigen::projections {
namespace {

using namespace orchestrator;

/// All codes of a table, whose enumerators count from 1.
template <class Errc>
std::vector<std::error_code> codes_of() {
  std::vector<std::error_code> codes;
  for (int value = 1; error_word(make_error_code(static_cast<Errc>(value))) != "unlisted"; ++value)
    codes.push_back(make_error_code(static_cast<Errc>(value)));
  EXPECT_FALSE(codes.empty());
  return codes;
}

template <class... Errc>
std::vector<std::error_code> all_codes_of() {
  std::vector<std::error_code> all;
  for (const auto& codes : {codes_of<Errc>()...}) all.insert(all.end(), codes.begin(), codes.end());
  return all;
}

/// The last line that a history says.
std::string last_line(const tests::History& history) {
  const auto views = tests::views_of(history);
  const auto rows =
      tests::value_of(views->log_lines().lines(tests::sees_everything, {.newest_first = true}, {.limit = 1}))
          .rows;
  return rows.empty() ? "" : to_text(rows.front());
}

/// What is said of a step that failed like this.
std::string said_of(const events::StepFailed& failed) {
  tests::History history;
  tests::apply_badly(tests::issue(tests::set_up(history)));
  history.add(stream_of(tests::id<ApplyId>(60)),
              events::ApplyRequested{.service = tests::shop, .node = tests::web2, .serial = "A1"});
  return last_line(history.add(stream_of(tests::id<ApplyId>(60)), failed));
}

TEST(ErrorNumbers, of_steps_are_said_with_node_and_detail) {
  for (const auto& code : all_codes_of<ssh_errc, install_errc, saga_errc>()) {
    const auto& message = message_of(static_cast<std::uint16_t>(message_number(code)), "step");
    EXPECT_EQ(message.number, message_number(code)) << error_word(code);
    EXPECT_TRUE(takes(message, "node")) << error_word(code) << ": " << message.en;
    EXPECT_TRUE(takes(message, "detail")) << error_word(code) << ": " << message.en;
  }
}

TEST(ErrorNumbers, of_orders_are_said_with_service_and_detail) {
  for (const auto& code : codes_of<ca_errc>()) {
    const auto& message = message_of(static_cast<std::uint16_t>(message_number(code)));
    EXPECT_EQ(message.number, message_number(code)) << error_word(code);
    EXPECT_TRUE(takes(message, "service")) << error_word(code) << ": " << message.en;
    EXPECT_TRUE(takes(message, "detail")) << error_word(code) << ": " << message.en;
  }
}

/// Where an event of another kind has the number, its wording has no place for an error's detail.
TEST(ErrorNumbers, mean_nothing_else) {
  for (const auto& code : all_codes_of<ssh_errc, install_errc, saga_errc, ca_errc, net_errc, jobs_errc>()) {
    const auto number = static_cast<std::uint16_t>(message_number(code));
    for (const auto& message : all_messages())
      if (message.number == number)
        EXPECT_TRUE(takes(message, "detail")) << error_word(code) << ": " << message.en;
  }
}

TEST(ErrorNumbers, a_changed_host_key_is_told_with_both_fingerprints) {
  const Error error{make_error_code(ssh_errc::host_key_changed),
                    "web2 shows SHA256:bbb, pinned is SHA256:aaa"};
  const auto said =
      said_of({0, "connect", static_cast<std::uint32_t>(message_number(error.code)), "", describe(error)});
  EXPECT_TRUE(said.contains("apply <E3722> 00001 web2: the host shows another identity")) << said;
  EXPECT_TRUE(said.contains("web2 shows SHA256:bbb, pinned is SHA256:aaa")) << said;
}

TEST(ErrorNumbers, a_stored_one_that_means_something_else_is_said_as_unspecific) {
  const auto said = said_of({0, "connect", 3010, "ssh_host_key_changed", "SHA256:bbb"});
  EXPECT_TRUE(said.contains("<E0098> 00001 web2: something unexpected")) << said;
  EXPECT_TRUE(said.contains("SHA256:bbb")) << said;
}

TEST(ErrorNumbers, an_order_errs_under_its_own) {
  tests::History history;
  tests::issue(tests::set_up(history));
  const auto stream = stream_of(tests::id<OrderId>(60));
  history.add(stream, events::OrderRequested{.service = tests::shop, .common_name = "shop.example"})
      .add(stream, events::OrderErred{"unreachable", "the CA could not be reached: ca.example", 2103});
  const auto said = last_line(history);
  EXPECT_TRUE(said.contains("order <E2103> 00001 shop: the request to the CA failed")) << said;
  EXPECT_TRUE(said.contains("ca.example")) << said;
}

}  // namespace
}  // namespace kigen::projections
