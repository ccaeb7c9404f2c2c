#include "tests/simulation/world/acme_state.hpp"

#include "events/codec/json_out.hpp"

namespace kigen::simulation {
namespace {

using events::JsonWriter;

/// An object whose members `write` adds.
template <class Write>
std::string object_json(Write write) {
  rapidjson::StringBuffer text;
  JsonWriter out(text);
  out.StartObject();
  write(out);
  out.EndObject();
  return text.GetString();
}

void member(JsonWriter& out, std::string_view name, std::string_view value) {
  events::write_key(out, name);
  events::write_text(out, value);
}

void raw_member(JsonWriter& out, std::string_view name, const std::string& json) {
  events::write_key(out, name);
  out.RawValue(json.data(), json.size(), rapidjson::kObjectType);
}

void flag(JsonWriter& out, std::string_view name, bool value) {
  events::write_key(out, name);
  out.Bool(value);
}

void url_list(JsonWriter& out, std::string_view name, const AcmeUrls& urls, std::string_view kind,
              const std::vector<std::string>& ids) {
  events::write_key(out, name);
  out.StartArray();
  for (const auto& id : ids) events::write_text(out, urls.of(kind, id));
  out.EndArray();
}

std::string identifier_json(const std::string& name) {
  return object_json([&](JsonWriter& out) {
    member(out, "type", "dns");
    member(out, "value", name);
  });
}

}  // namespace

std::string directory_json(const AcmeUrls& urls, bool external_account_required) {
  return object_json([&](JsonWriter& out) {
    for (const char* name : {"newNonce", "newAccount", "newOrder"}) member(out, name, urls.base + "/" + name);
    raw_member(out, "meta", object_json([&](JsonWriter& meta) {
                 flag(meta, "externalAccountRequired", external_account_required);
               }));
  });
}

std::string account_json(const AcmeAccount& account) {
  return object_json(
      [&](JsonWriter& out) { member(out, "status", account.deactivated ? "deactivated" : "valid"); });
}

std::string order_json(const AcmeUrls& urls, const AcmeOrder& order, const std::string& id) {
  return object_json([&](JsonWriter& out) {
    member(out, "status", order.status);
    member(out, "expires", to_text(order.expires));
    events::write_key(out, "identifiers");
    out.StartArray();
    for (const auto& name : order.names) {
      const auto json = identifier_json(name);
      out.RawValue(json.data(), json.size(), rapidjson::kObjectType);
    }
    out.EndArray();
    url_list(out, "authorizations", urls, "authorization", order.authorizations);
    member(out, "finalize", urls.of("finalize", id));
    if (order.error) raw_member(out, "error", problem_json(*order.error));
    if (!order.chain_pem.empty()) member(out, "certificate", urls.of("certificate", id));
  });
}

std::string challenge_json(const AcmeUrls& urls, const AcmeAuthorization& authorization,
                           const std::string& id) {
  return object_json([&](JsonWriter& out) {
    member(out, "type", authorization.wildcard ? "dns-01" : "http-01");
    member(out, "url", urls.of("challenge", id));
    member(out, "status", authorization.challenge_status);
    member(out, "token", authorization.token);
    if (authorization.error) raw_member(out, "error", problem_json(*authorization.error));
  });
}

std::string authorization_json(const AcmeUrls& urls, const AcmeAuthorization& authorization,
                               const std::string& id) {
  return object_json([&](JsonWriter& out) {
    raw_member(out, "identifier", identifier_json(authorization.name));
    member(out, "status", authorization.status);
    member(out, "expires", to_text(authorization.expires));
    if (authorization.wildcard) flag(out, "wildcard", true);
    events::write_key(out, "challenges");
    out.StartArray();
    const auto challenge = challenge_json(urls, authorization, id);
    out.RawValue(challenge.data(), challenge.size(), rapidjson::kObjectType);
    out.EndArray();
  });
}

std::string problem_json(const AcmeProblem& problem) {
  return object_json([&](JsonWriter& out) {
    member(out, "type", "urn:ietf:params:acme:error:" + problem.type);
    member(out, "detail", problem.detail);
    events::write_key(out, "status");
    out.Uint(problem.status);
  });
}

}  // namespace kigen::simulation
