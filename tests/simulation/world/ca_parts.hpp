#pragma once

#include <simdjson.h>

#include <string>

#include "tests/simulation/world/acme_state.hpp"
#include "tests/simulation/world/ca.hpp"

namespace kigen::simulation {

// What the files of SimCa share: one each for accounts, orders, authorizations and certificates.

struct SimCa::State : AcmeState {
  AcmeUrls urls = {};
  std::size_t numbers = 0;
  std::vector<OrderFacts> facts = {};
  std::vector<std::string> finalized = {};  // URLs

  std::string next_id() { return std::to_string(++numbers); }
};

/// A request whose signature holds.
struct SimCa::Call {
  std::string resource;  ///< the first part of the path
  std::string id;        ///< the second; empty = none
  SignedRequest request;
  std::string account;  ///< id; empty = newAccount
  Instant now;
};

inline AcmeProblem not_found() { return {404, "malformed", "no such resource"}; }

inline orchestrator::HttpResponse json(unsigned status, std::string body) {
  return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

inline orchestrator::HttpResponse located(orchestrator::HttpResponse response, const std::string& url) {
  response.headers.emplace_back("Location", url);
  return response;
}

inline simdjson::dom::object payload_object(simdjson::dom::parser& parser, const std::string& payload) {
  simdjson::dom::object object;
  if (parser.parse(payload).get(object)) throw malformed("the payload is no JSON object");
  return object;
}

inline std::string without_wildcard(const std::string& name) {
  return name.starts_with("*.") ? name.substr(2) : name;
}

/// One that was left, of which there is one less now.
inline bool take_one(int& count) {
  const bool was_left = count > 0;
  if (was_left) --count;
  return was_left;
}

template <class Resource>
Resource& SimCa::owned(std::map<std::string, Resource>& all, const Call& call) {
  const auto found = all.find(call.id);
  if (found == all.end()) throw not_found();
  if (found->second.account != call.account) throw AcmeProblem{403, "unauthorized", "of another account"};
  return found->second;
}

}  // namespace kigen::simulation
