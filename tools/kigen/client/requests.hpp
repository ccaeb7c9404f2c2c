#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "tools/kigen/client/inputs.hpp"
#include "tools/kigen/client/session.hpp"
#include "tools/kigen/client/verb.hpp"

namespace kigen::tools {

/// The names in braces of a path, in order.
std::vector<std::string> path_names(std::string_view path);
/// The path with its names filled in (what has a name may be named) and the query
/// appended.
Result<std::string> fill_path(ClientSession& session, const Verb& verb, const Given& given);
/// What of an answer an edit puts back: its settings, or where it has none the fields that can be given;
/// never what is made on the other side.
boost::json::object editable(const Verb& verb, boost::json::object& before);
/// Puts the given options into `body` at their dotted places; of those that name files, what is in `inputs`.
Result<> fill_body(ClientSession& session, const Verb& verb, const Given& given, const Inputs& inputs,
                   boost::json::object& body);

/// What was given for the field of the request that an answer blames, as it was typed: "--key one.key". When
/// nothing was, what to give: "give --key"; the field's own name when no option is for it; empty without a
/// field.
std::string typed_for(const Verb& verb, const Given& given, const std::string& field);

}  // namespace kigen::tools
