#include "orchestrator/runtime/debts.hpp"

#include <gtest/gtest.h>

namespace kigen::orchestrator {
namespace {

events::Record at(Position position) {
  events::Record record;
  record.position = position;
  return record;
}

/// What a rule "renew" and two times a rule "check" want.
std::vector<Consequence> wanted() {
  return {{"renew", 0, {"first", {"a"}, {}}},
          {"check", 0, {"second", {"b"}, {}}},
          {"check", 1, {"third", {"c"}, {}}}};
}

TEST(Debts, are_handed_out_in_their_order_under_the_name_of_their_rule) {
  Debts debts;
  debts.owe(at(12), wanted());
  debts.owe(at(7), wanted());
  for (const auto* id : {"policy/7/renew/0", "policy/7/check/0", "policy/7/check/1", "policy/12/renew/0"}) {
    const auto debt = debts.take_first();
    EXPECT_EQ(debt.id, id);
    EXPECT_TRUE(Debts::is_debt(debt.id));
    debts.settle(debt.id);
  }
}

TEST(Debts, are_paid_by_name_whatever_stands_before_them) {
  Debts debts;
  debts.owe(at(7), wanted());
  debts.settle("policy/7/check/1");
  debts.settle("policy/7/check/1");
  EXPECT_EQ(debts.take_first().id, "policy/7/renew/0");
  debts.settle("policy/7/renew/0");
  EXPECT_EQ(debts.take_first().id, "policy/7/check/0");
  debts.settle("policy/7/check/0");
  EXPECT_TRUE(debts.empty());
}

TEST(Debts, of_logs_that_numbered_them_are_paid_by_number) {
  Debts debts;
  debts.owe(at(7), wanted());
  debts.settle("policy/7/1");
  debts.settle("policy/7/0");
  EXPECT_EQ(debts.take_first().id, "policy/7/check/1");
}

TEST(Debts, are_not_paid_by_other_ids) {
  Debts debts;
  debts.owe(at(7), wanted());
  for (const auto* id : {"api/7/renew/0", "policy/8/renew/0", "policy/7/renew/1", "policy/7/other/0",
                         "policy/7", "policy/x/renew/0", "policy/7/9", "policy//0"})
    debts.settle(id);
  EXPECT_EQ(debts.take_first().id, "policy/7/renew/0");
}

TEST(Debts, before_a_mark_are_paid) {
  Debts debts;
  debts.owe(at(7), wanted());
  debts.owe(at(8), wanted());
  debts.settle_through(8);
  EXPECT_EQ(debts.take_first().cause, 8u);
}

}  // namespace
}  // namespace kigen::orchestrator
