#include "events/codec/json_members.hpp"

#include <simdjson.h>

#include <algorithm>
#include <iterator>

#include "events/codec/json_in.hpp"

namespace kigen::events {

Result<JsonMembers> JsonMembers::of(std::string_view object) {
  simdjson::dom::parser parser;
  simdjson::dom::object found;
  if (parser.parse(object.data(), object.size()).get_object().get(found))
    return fail(codec_errc::malformed_json);
  JsonMembers members;
  for (const auto member : found) members.add(member.key, simdjson::minify(member.value));
  return members;
}

Result<std::string*> JsonMembers::find(std::string_view name) {
  const auto found = std::ranges::find(members_, name, &std::pair<std::string, std::string>::first);
  if (found == members_.end()) return fail(codec_errc::missing_field, {}, std::string(name));
  return &found->second;
}

std::unexpected<Error> JsonMembers::inside(std::string_view name, Error error) {
  error.field = std::string(name) + (error.field.empty() ? "" : "." + error.field);
  return std::unexpected(std::move(error));
}

Result<std::string> JsonMembers::take(std::string_view name) {
  TRY(auto* const found, find(name));
  auto value = std::move(*found);
  std::erase_if(members_, [&](const auto& member) { return &member.second == found; });
  return value;
}

JsonMembers& JsonMembers::add(std::string_view name, std::string value) {
  members_.emplace_back(name, std::move(value));
  return *this;
}

JsonMembers& JsonMembers::add_all(JsonMembers other) {
  std::ranges::move(other.members_, std::back_inserter(members_));
  return *this;
}

/// Names of ours need no escapes; one that does is none, which the decoder says.
std::string JsonMembers::text() const {
  std::string text = "{";
  for (const auto& [name, value] : members_)
    text.append(text.size() > 1 ? ",\"" : "\"").append(name).append("\":").append(value);
  return text + "}";
}

}  // namespace kigen::events
