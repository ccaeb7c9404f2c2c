#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace kigen::tests {

/// api/openapi.json.
const boost::json::value& description();

/// The operation of the description that a request to `path` asks for; null where there is none.
const boost::json::object* operation_for(std::string_view method, std::string_view path);

/// The path of a pattern with an id for each name.
std::string filled(std::string_view pattern);

/// What of `value` does not fit the schema, as places with reasons.
std::vector<std::string> faults_of(const boost::json::value& value, const boost::json::object& schema);

/// Fails the test where an exchange is another than the description says: the status and media type of the
/// answer, its body, and a body that was taken.
void check_exchange(std::string_view method, std::string_view path, std::string_view sent, unsigned status,
                    std::string_view media, std::string_view answer);

}  // namespace kigen::tests
