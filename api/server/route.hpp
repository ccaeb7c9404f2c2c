#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/schema/type.hpp"
#include "api/server/parameter.hpp"
#include "api/session/caller.hpp"
#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "events/core/task.hpp"
#include "orchestrator/net/http_server.hpp"

namespace kigen::api {

using orchestrator::net::ServerRequest;
using orchestrator::net::ServerResponse;

/// The parts of a path that its pattern names in braces.
using PathParameters = std::vector<std::pair<std::string_view, std::string>>;

/// A request on its way through its route. Lives until the route has answered.
struct Call {
  const ServerRequest& request;
  PathParameters parameters = {};
  Caller caller = {};  ///< nobody on routes for anyone
  Uuid id = {};        ///< X-Request-Id, and the correlation of all that follows

  /// The parameter; routes ask for those of their own pattern only.
  const std::string& parameter(std::string_view name) const;
};

using RouteHandler = std::function<Task<Result<ServerResponse>>(const Call&)>;

/// The least that a caller must be. Auditors may do what viewers may, admins everything.
enum class Need : std::uint8_t { anyone, viewer, auditor, admin };

/// Whether who is signed in must have given the password within proof_life. An API token is asked for none.
enum class Proof : std::uint8_t { none, recent };
/// Whether asking shows that somebody sits there: else it keeps no session alive.
enum class Attendance : std::uint8_t { attended, unattended };

/// What a client may or must say of the version that it changes.
enum class IfMatch : std::uint8_t { none, taken, wanted };

/// What an answer holds.
struct Content {
  unsigned status = 200;
  std::string_view media = {};         ///< empty: nothing
  const schema::Type* type = nullptr;  ///< of JSON
};

/// One line of the route table: the only place that says who may do what, and what a request may say. The
/// description of the API is made from it (docs/decisions/0027-described-by-code.md).
struct Route {
  std::string_view method;   ///< upper case
  std::string_view pattern;  ///< "/api/v1/services/{service}"; a last "{name...}" takes the rest of the path
  Need need;
  RouteHandler handle;
  Proof proof = Proof::none;
  bool whole = false;  ///< not for API tokens that may less than their user
  Attendance attendance = Attendance::attended;

  std::string_view summary = {};
  std::vector<Parameter> path = {};  ///< names in the pattern that are no ids
  std::vector<Parameter> query = {};
  std::vector<Parameter> headers = {};
  const schema::Type* body = nullptr;
  bool body_is_a_must = true;
  std::vector<Content> answers = {};
  IfMatch if_match = IfMatch::none;
  bool keyed = false;      ///< takes an Idempotency-Key
  bool versioned = false;  ///< its answer has an ETag

  Route proved(this Route self) {
    self.proof = Proof::recent;
    return self;
  }
  /// About people and their sessions: who holds a token that was made to do less shall not become somebody
  /// who may more.
  Route in_whole(this Route self) {
    self.whole = true;
    return self;
  }
  Route unattended(this Route self) {
    self.attendance = Attendance::unattended;
    return self;
  }
  Route names(this Route self, std::vector<Parameter> parameters) {
    self.path = std::move(parameters);
    return self;
  }
  /// In the query; others are refused.
  Route takes(this Route self, std::vector<Parameter> parameters) {
    self.query = std::move(parameters);
    return self;
  }
  Route hears(this Route self, std::vector<Parameter> parameters) {
    self.headers = std::move(parameters);
    return self;
  }
  template <class Body>
  Route reads(this Route self) {
    self.body = &schema::type_of<Body>;
    return self;
  }
  /// The same where the whole body may be left out.
  template <class Body>
  Route may_read(this Route self) {
    self.body_is_a_must = false;
    return std::move(self).template reads<Body>();
  }
  template <class Answer>
  Route gives(this Route self, unsigned status = 200) {
    self.answers.push_back({status, "application/json", &schema::type_of<Answer>});
    return self;
  }
  /// Bytes or a text of that kind.
  Route gives(this Route self, std::string_view media, unsigned status = 200) {
    self.answers.push_back({status, media, nullptr});
    return self;
  }
  Route gives_nothing(this Route self) {
    self.answers.push_back({204, {}, nullptr});
    return self;
  }
  /// With an ETag.
  Route with_version(this Route self) {
    self.versioned = true;
    return self;
  }
  /// It is a command: repeated with the same Idempotency-Key it is done once.
  Route once(this Route self) {
    self.keyed = true;
    return self;
  }
  /// A command that answers with its receipt.
  Route runs(this Route self, unsigned status = 200);
  /// If-Match is taken.
  Route matches(this Route self) {
    self.if_match = IfMatch::taken;
    return self;
  }
  /// If-Match is a must.
  Route replaces(this Route self) {
    self.if_match = IfMatch::wanted;
    return self;
  }
};

inline Route get(std::string_view pattern, Need need, RouteHandler handle, std::string_view summary) {
  return {.method = "GET", .pattern = pattern, .need = need, .handle = std::move(handle), .summary = summary};
}
inline Route post(std::string_view pattern, Need need, RouteHandler handle, std::string_view summary) {
  return {
      .method = "POST", .pattern = pattern, .need = need, .handle = std::move(handle), .summary = summary};
}
inline Route put(std::string_view pattern, Need need, RouteHandler handle, std::string_view summary) {
  return {.method = "PUT", .pattern = pattern, .need = need, .handle = std::move(handle), .summary = summary};
}
inline Route erase(std::string_view pattern, Need need, RouteHandler handle, std::string_view summary) {
  return {
      .method = "DELETE", .pattern = pattern, .need = need, .handle = std::move(handle), .summary = summary};
}

}  // namespace kigen::api
