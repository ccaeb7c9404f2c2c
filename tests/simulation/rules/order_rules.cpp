#include "tests/simulation/rules/order_rules.hpp"

#include <algorithm>

namespace kigen::simulation {

using namespace events;

void OrderRules::ordering(const std::set<std::string>& names) {
  if (std::ranges::none_of(announced_, [&](const auto& announced) { return announced.second == names; }))
    findings_.add("ordered what was not announced: " + *names.begin());
}

void OrderRules::ca_issues(const std::string& url) {
  const auto known = named_.find(url);
  if (known == named_.end()) return findings_.add("finalized an order that the log does not name: " + url);
  const auto before = issuing_.find(known->second);
  if (before != issuing_.end() && before->second != url && holds_(before->second))
    findings_.add("finalized two orders for " + known->second.text + ": " + before->second + ", " + url);
  issuing_[known->second] = url;
}

void OrderRules::on(const Record& record, const OrderRequested& event) {
  const auto same = [&](const auto& other) { return other.second.service == event.service; };
  if (std::ranges::any_of(open_, same)) findings_.add("a service with two open orders", record);
  auto& order = open_[record.stream] = {.service = event.service};
  order.names = {event.sans.begin(), event.sans.end()};
  order.names.insert(event.common_name);
}

void OrderRules::on(const Record& record, const SubmissionStarted& event) {
  auto& order = open_[record.stream];
  if (!request_keys_.insert(event.request_key).second)
    findings_.add("one request key for two submissions", record);
  if (!order.ca_order.empty() && holds_(order.ca_order))
    findings_.add("ordered again while the CA holds " + order.ca_order, record);
  announced_[record.stream] = order.names;
}

void OrderRules::on(const Record& record, const OrderSubmitted& event) {
  open_[record.stream].ca_order = event.ca_order;
  announced_.erase(record.stream);
  named_[event.ca_order] = record.stream;
}

void OrderRules::on(const Record& record, const OrderIssued& event) {
  open_[record.stream].issued = event.serial;
}

void OrderRules::on(const Record& record, const OrderRegistered& event) {
  if (open_[record.stream].issued != event.serial)
    findings_.add("registered what was not issued, " + event.serial, record);
  close(record);
}

void OrderRules::close(const Record& record) { open_.erase(record.stream); }

}  // namespace kigen::simulation
