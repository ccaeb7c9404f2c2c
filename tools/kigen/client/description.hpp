#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

#include "tools/kigen/client/verb.hpp"

namespace kigen::tools {

/// The API's description, which is part of the program. Parsed at the first call.
const boost::json::object& description();

/// The operation that a verb asks for. Throws, in words for people, when the description lacks it.
const boost::json::object& operation_of(const Verb& verb);

/// The schema of its body; null without one.
const boost::json::object* body_of(const Verb& verb);

/// What a schema or parameter that refers to another one stands for.
const boost::json::object& resolved(const boost::json::object& schema);

}  // namespace kigen::tools
