#include "tests/simulation/world/ca_parts.hpp"

namespace kigen::simulation {

namespace dom = simdjson::dom;
using orchestrator::HttpResponse;

namespace {

/// RFC 8555 §7.3: only mail addresses are taken.
void check_contact(const dom::object& account) {
  dom::array contacts;
  if (account["contact"].get(contacts)) return;
  for (const auto entry : contacts) {
    std::string_view contact;
    if (entry.get(contact) || !contact.starts_with("mailto:"))
      throw AcmeProblem{.type = "unsupportedContact", .detail = "mail addresses only"};
  }
}

}  // namespace

HttpResponse SimCa::register_account(const Call& call) {
  const auto& key = *call.request.key;
  for (const auto& [id, account] : state_->accounts)
    if (account.key.thumbprint == key.thumbprint) return account_answer(200, id);
  dom::parser parser;
  const auto payload = payload_object(parser, call.request.payload);
  bool only_existing = false;
  if (!payload["onlyReturnExisting"].get(only_existing) && only_existing)
    throw AcmeProblem{.type = "accountDoesNotExist", .detail = "none with this key"};
  check_contact(payload);
  if (!options_.external_keys.empty()) {
    dom::element binding;
    if (payload["externalAccountBinding"].get(binding))
      throw AcmeProblem{403, "externalAccountRequired", "an external account binding is needed"};
    check_binding(simdjson::minify(binding), call.request.url, key, options_.external_keys);
  }
  ++accounts_made_;
  const auto id = state_->next_id();
  state_->accounts[id].key = key;
  return account_answer(201, id);
}

HttpResponse SimCa::account_answer(unsigned status, const std::string& id) const {
  const auto& account = state_->accounts.at(id);
  return located(json(status, account_json(account)), state_->urls.of("account", id));
}

HttpResponse SimCa::read_account(const Call& call) {
  if (call.id != call.account) throw not_found();
  if (call.resource != "account") throw not_found();
  return account_answer(200, call.id);
}

}  // namespace kigen::simulation
