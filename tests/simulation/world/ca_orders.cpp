#include "tests/simulation/world/ca_parts.hpp"

#include "orchestrator/pki/names.hpp"

namespace kigen::simulation {

namespace dom = simdjson::dom;
namespace pki = orchestrator::pki;
using orchestrator::HttpResponse;

namespace {

std::set<std::string> identifiers_in(const std::string& payload) {
  dom::parser parser;
  dom::array identifiers;
  if (payload_object(parser, payload)["identifiers"].get(identifiers)) throw malformed("no identifiers");
  std::set<std::string> names;
  for (const auto entry : identifiers) {
    std::string_view type, value;
    if (entry["type"].get(type) || entry["value"].get(value)) throw malformed("a broken identifier");
    if (type != "dns") throw AcmeProblem{.type = "unsupportedIdentifier", .detail = std::string(type)};
    const auto name = pki::validate_dns_name(value);
    if (!name) throw AcmeProblem{.type = "rejectedIdentifier", .detail = name.error().detail};
    names.insert(*name);
  }
  if (names.empty()) throw malformed("no identifiers");
  return names;
}

}  // namespace

std::optional<std::set<std::string>> SimCa::names_ordered(const orchestrator::HttpRequest& request) const {
  if (request.url != options_.base + "/newOrder") return std::nullopt;
  return identifiers_in(read_signed(request.body).payload);
}

HttpResponse SimCa::make_order(const Call& call) {
  AcmeOrder order{.account = call.account, .names = identifiers_in(call.request.payload)};
  for (const auto& name : order.names)
    if (blocked_.contains(name))
      throw AcmeProblem{.type = "rejectedIdentifier", .detail = name + " is blocked"};
  order.expires = call.now + options_.order_life;
  for (const auto& name : order.names) order.authorizations.push_back(authorize(call, name));
  order.fact = state_->facts.size();
  const auto id = state_->next_id();
  state_->facts.push_back({.url = state_->urls.of("order", id),
                           .account = state_->accounts.at(call.account).key.thumbprint,
                           .names = order.names,
                           .made = call.now});
  auto& kept = state_->orders[id] = std::move(order);
  settle(kept, call.now);
  return located(json(201, order_json(state_->urls, kept, id)), state_->urls.of("order", id));
}

/// RFC 8555 §7.1.6: what an order's status follows from.
void SimCa::settle(AcmeOrder& order, Instant now) {
  if (order.status == "pending") {
    bool all_valid = true;
    for (const auto& id : order.authorizations) {
      const auto& authorization = state_->authorizations.at(id);
      all_valid = all_valid && authorization.status == "valid";
      if (authorization.status == "valid" || authorization.status == "pending") continue;
      order.status = "invalid";
      if (options_.orders_say_why) order.error = authorization.error;
    }
    if (all_valid) order.status = "ready";
  }
  const bool unfinished = order.status == "pending" || order.status == "ready";
  if (unfinished && order.expires <= now) order.status = "invalid";
  if (order.status == "processing" && !take_one(order.looks_left)) issue(order, now);
  state_->facts[order.fact].status = order.status;
}

HttpResponse SimCa::read_order(const Call& call) {
  auto& order = owned(state_->orders, call);
  for (const auto& id : order.authorizations) validate_if_due(state_->authorizations.at(id));
  settle(order, call.now);
  auto response = json(200, order_json(state_->urls, order, call.id));
  if (order.status == "processing") response.headers.emplace_back("Retry-After", "3");
  return response;
}

}  // namespace kigen::simulation
