#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "events/core/instant.hpp"
#include "tests/simulation/world/acme_request.hpp"

namespace kigen::simulation {

// What an ACME server remembers (RFC 8555 §7.1); "id" is the end of the resource's URL.

struct AcmeAccount {
  AcmeKey key = {};
  bool deactivated = false;
};

struct AcmeAuthorization {
  std::string account = {};
  std::string name = {};  ///< without "*."
  bool wildcard = false;
  std::string status = "pending";
  Instant expires = {};
  std::string token = {};
  std::string challenge_status = "pending";  ///< of its only challenge
  std::optional<AcmeProblem> error = {};
  int looks_left = 0;  ///< until a challenge that was answered is validated
};

struct AcmeOrder {
  std::string account = {};
  std::set<std::string> names = {};
  std::vector<std::string> authorizations = {};
  std::string status = "pending";
  Instant expires = {};
  std::optional<AcmeProblem> error = {};
  std::string csr_der = {};  ///< once finalized
  std::string chain_pem = {};
  int looks_left = 0;    ///< until a finalized order is issued
  std::size_t fact = 0;  ///< its place in SimCa::orders()
};

struct AcmeState {
  std::map<std::string, AcmeAccount> accounts = {};
  std::map<std::string, AcmeAuthorization> authorizations = {};
  std::map<std::string, AcmeOrder> orders = {};
  std::set<std::string> nonces = {};
};

/// The kinds of resource, as they stand in URLs: BASE/KIND/ID.
struct AcmeUrls {
  std::string base = {};
  std::string of(std::string_view kind, std::string_view id) const {
    return base + "/" + std::string(kind) + "/" + std::string(id);
  }
};

// The resources as JSON.
std::string directory_json(const AcmeUrls& urls, bool external_account_required);
std::string account_json(const AcmeAccount& account);
std::string order_json(const AcmeUrls& urls, const AcmeOrder& order, const std::string& id);
std::string authorization_json(const AcmeUrls& urls, const AcmeAuthorization& authorization,
                               const std::string& id);
std::string challenge_json(const AcmeUrls& urls, const AcmeAuthorization& authorization,
                           const std::string& id);
std::string problem_json(const AcmeProblem& problem);

}  // namespace kigen::simulation
