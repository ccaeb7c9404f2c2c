#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/core/error.hpp"

namespace kigen::workers::ca::acme {

/// What a CA says is wrong (RFC 7807, RFC 8555 §6.7), cut to a sensible length and free of control
/// characters.
struct Problem {
  std::string type = {};      ///< the part behind "urn:ietf:params:acme:error:", or the whole type
  std::string detail = {};    ///< the CA's words, those of its subproblems behind them
  std::string instance = {};  ///< where a person reads more, or agrees to something (RFC 8555 §7.3.3)
};
/// "type: detail (see instance)"
std::string to_text(const Problem& problem);

/// RFC 8555 §7.1.1
struct Directory {
  std::string new_nonce = {};
  std::string new_account = {};
  std::string new_order = {};
  bool external_account_required = false;
};

/// RFC 8555 §7.1.3
struct OrderResource {
  std::string status = {};
  std::vector<std::string> authorizations = {};
  std::string finalize = {};
  std::string certificate = {};  ///< empty until issued
  std::optional<Problem> error = {};
};

/// RFC 8555 §8
struct ChallengeResource {
  std::string type = {};
  std::string url = {};
  std::string status = {};
  std::string token = {};
  std::optional<Problem> error = {};
};

/// RFC 8555 §7.1.4
struct AuthorizationResource {
  std::string identifier = {};  ///< without "*."
  bool wildcard = false;
  std::string status = {};
  std::vector<ChallengeResource> challenges = {};
};

/// Each reads one JSON object of at most 256 KiB and 16 levels; members that are not named above are ignored,
/// lists are limited to 200 entries. Fails with unexpected_answer, naming the member that is missing or of
/// the wrong type.
Result<Directory> parse_directory(std::string_view json);
Result<OrderResource> parse_order(std::string_view json);
Result<AuthorizationResource> parse_authorization(std::string_view json);
/// Of any bytes: what is no problem document gives a problem without type, whose detail is the beginning of
/// what a person would read of it, as a page from something in between may say what is wrong.
Problem parse_problem(std::string_view body);

}  // namespace kigen::workers::ca::acme
