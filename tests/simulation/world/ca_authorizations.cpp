#include "tests/simulation/world/ca_parts.hpp"

#include "workers/ca/acme/base64url.hpp"
#include "workers/ca/acme/jws.hpp"

namespace kigen::simulation {

namespace dom = simdjson::dom;
using orchestrator::HttpResponse;
using workers::ca::acme::sha256;

std::string SimCa::authorize(const Call& call, const std::string& name) {
  if (options_.reuses_authorizations)
    for (const auto& [id, known] : state_->authorizations)
      if (known.account == call.account && known.name == without_wildcard(name) &&
          known.wildcard == name.starts_with("*.") && known.status == "valid" && known.expires > call.now)
        return id;
  const auto id = state_->next_id();
  state_->authorizations[id] = {.account = call.account,
                                .name = without_wildcard(name),
                                .wildcard = name.starts_with("*."),
                                .expires = call.now + options_.order_life,
                                .token = workers::ca::acme::to_base64url(sha256(options_.base + " " + id))};
  return id;
}

HttpResponse SimCa::answer_challenge(const Call& call) {
  auto& authorization = owned(state_->authorizations, call);
  dom::parser parser;
  if (!call.request.payload.empty()) {
    payload_object(parser, call.request.payload);
    if (authorization.status != "pending") throw malformed("the authorization is " + authorization.status);
    if (authorization.challenge_status == "pending") {
      authorization.challenge_status = "processing";
      authorization.looks_left = options_.checks_before_validation;
      validate_if_due(authorization);
    }
  }
  return json(200, challenge_json(state_->urls, authorization, call.id));
}

void SimCa::validate_if_due(AcmeAuthorization& authorization) {
  if (authorization.challenge_status != "processing" || take_one(authorization.looks_left)) return;
  authorization.error = validation_error(authorization);
  authorization.status = authorization.challenge_status = authorization.error ? "invalid" : "valid";
}

/// RFC 8555 §8.3.
std::optional<AcmeProblem> SimCa::validation_error(const AcmeAuthorization& authorization) const {
  if (authorization.wildcard) return AcmeProblem{.type = "dns", .detail = "there is no DNS here"};
  const auto fetched = fetch_(authorization.name, "/.well-known/acme-challenge/" + authorization.token);
  if (!fetched) return AcmeProblem{.type = "connection", .detail = describe(fetched.error())};
  auto seen = *fetched;
  seen.erase(seen.find_last_not_of(" \t\r\n") + 1);
  const auto& account = state_->accounts.at(authorization.account);
  if (seen == authorization.token + "." + account.key.thumbprint) return std::nullopt;
  return AcmeProblem{403, "unauthorized", "not the key authorization of this account"};
}

HttpResponse SimCa::read_authorization(const Call& call) {
  auto& authorization = owned(state_->authorizations, call);
  validate_if_due(authorization);
  if (authorization.status == "pending" && authorization.expires <= call.now)
    authorization.status = "expired";
  return json(200, authorization_json(state_->urls, authorization, call.id));
}

}  // namespace kigen::simulation
