#pragma once

#include <optional>
#include <string>

#include "api/server/route.hpp"

namespace kigen::api {

/// What If-Match asks for: none without the header or with "*". Fails with malformed_parameter.
Result<std::optional<Version>> if_match_of(const ServerRequest& request);
/// "api/<user>/<key>[/<part>]#<fingerprint>"; none without Idempotency-Key. Fails with malformed_parameter.
/// The fingerprint is of all that the request says: the same key with another request is told by it.
Result<std::optional<std::string>> command_id_of(const Call& call, const std::string& part,
                                                 const Secret& fingerprint_key);

}  // namespace kigen::api
