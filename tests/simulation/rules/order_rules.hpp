#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "tests/simulation/rules/findings.hpp"

namespace kigen::simulation {

/// The CA hears of nothing that was not announced. Of each intent it issues once, and only what the log knows
/// by its name: an order whose answer was lost stays pending (docs/decisions/0006-lost-answers.md). A service
/// has one open order.
class OrderRules {
 public:
  /// `holds`: whether the CA still knows an order by its URL.
  OrderRules(Findings& findings, std::function<bool(const std::string&)> holds)
      : findings_(findings), holds_(std::move(holds)) {}
  void saw(const Sighting& seen) { follow<OrderRules, events::OrderEvent>(*this, seen); }
  /// A request for a new order leaves.
  void ordering(const std::set<std::string>& names);
  /// The CA takes the CSR of an order, and issues.
  void ca_issues(const std::string& url);

  void on(const events::Record& record, const events::OrderRequested& event);
  void on(const events::Record& record, const events::SubmissionStarted& event);
  void on(const events::Record& record, const events::OrderSubmitted& event);
  void on(const events::Record& record, const events::OrderIssued& event);
  void on(const events::Record& record, const events::OrderRegistered& event);
  void on(const events::Record& record, const events::OrderFailed&) { close(record); }
  void on(const events::Record& record, const events::OrderCancelled&) { close(record); }

 private:
  struct Open {
    ServiceId service = {};
    std::set<std::string> names = {};
    std::string ca_order = {};
    std::string issued = {};
  };
  void close(const events::Record& record);

  Findings& findings_;
  std::function<bool(const std::string&)> holds_;
  std::map<StreamId, Open> open_;
  std::set<std::string> request_keys_;
  std::map<StreamId, std::set<std::string>> announced_;  // names, until the CA's answer is known
  std::map<std::string, StreamId> named_;                // orders by the CA's name for them
  std::map<StreamId, std::string> issuing_;              // and of which it took the CSR
};

}  // namespace kigen::simulation
