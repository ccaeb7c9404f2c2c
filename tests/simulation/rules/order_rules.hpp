#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "tests/simulation/rules/findings.hpp"

namespace kigen::simulation {

/// The CA hears of nothing that was not announced, and of each intent once; a service has one open order.
class OrderRules {
 public:
  /// `holds`: whether the CA still knows an order by its URL.
  OrderRules(Findings& findings, std::function<bool(const std::string&)> holds)
      : findings_(findings), holds_(std::move(holds)) {}
  void saw(const Sighting& seen) { follow<OrderRules, events::OrderEvent>(*this, seen); }
  /// The CA made an order for these names.
  void ca_made(const std::set<std::string>& names, const std::string& url);

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
    bool announced = false;  // an intent of which the CA has not heard
    std::string ca_order = {};
    std::string issued = {};
  };
  void close(const events::Record& record);

  Findings& findings_;
  std::function<bool(const std::string&)> holds_;
  std::map<StreamId, Open> open_;
  std::set<std::string> request_keys_;
};

}  // namespace kigen::simulation
