#include "api/schema/operations.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <string>

namespace kigen::api::schema {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 4> roles{"public", "viewer", "auditor", "admin"};

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return static_cast<char>(c | 0x20); });
  return result;
}

std::string path_of(const Route& route) {
  std::string path(route.pattern);
  if (const auto rest = path.find("...}"); rest != path.npos) path.erase(rest, 3);
  return path;
}

/// "getServicesServiceCsr".
std::string id_of(const Route& route) {
  auto id = lower(route.method);
  auto rest = route.pattern;
  if (rest.starts_with("/api/v1/")) rest.remove_prefix(sizeof("/api/v1") - 1);
  bool begins_word = true;
  for (const char c : rest) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (is_letter) id += begins_word && c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c;
    begins_word = !is_letter;
  }
  return id;
}

json::object schema_of(const Parameter& parameter, Components& components) {
  auto schema = components.schema(*parameter.type);
  if (parameter.low > 0) schema["minimum"] = parameter.low;
  if (parameter.high != std::numeric_limits<std::uint64_t>::max()) schema["maximum"] = parameter.high;
  if (parameter.has_usual) schema["default"] = parameter.usual;
  if (!parameter.usual_word.empty()) schema["default"] = parameter.usual_word;
  if (const auto refers = parameter.type->refers; !refers.empty())
    schema["x-kigen"] = json::object{{"refers", refers}};
  return schema;
}

json::object described(const Parameter& parameter, std::string_view in, Components& components) {
  json::object made{{"name", parameter.name}, {"in", in}};
  if (in == "path") made["required"] = true;
  if (!parameter.remark.empty()) made["description"] = parameter.remark;
  made["schema"] = schema_of(parameter, components);
  return made;
}

/// A name in the pattern is an id, unless the route says something else of it.
Parameter named(const Route& route, std::string_view name) {
  const auto found = std::ranges::find(route.path, name, &Parameter::name);
  return found == route.path.end() ? parameter<Uuid>(name) : *found;
}

json::array parameters_of(const Route& route, Components& components) {
  json::array all;
  const auto path = path_of(route);
  for (auto open = path.find('{'); open != path.npos; open = path.find('{', open + 1)) {
    const auto name = path.substr(open + 1, path.find('}', open) - open - 1);
    all.push_back(described(named(route, name), "path", components));
  }
  for (const auto& each : route.query) all.push_back(described(each, "query", components));
  for (const auto& each : route.headers) all.push_back(described(each, "header", components));
  const auto refer = [&all](std::string_view name) {
    all.push_back(json::object{{"$ref", std::string("#/components/parameters/").append(name)}});
  };
  if (route.keyed) refer("idempotencyKey");
  if (route.if_match == IfMatch::taken) refer("ifMatch");
  if (route.if_match == IfMatch::wanted) refer("ifMatchRequired");
  return all;
}

json::object content(std::string_view media, json::object schema) {
  json::object all;
  all[media] = json::object{{"schema", std::move(schema)}};
  return all;
}

std::string_view meaning_of(unsigned status) {
  if (status == 201) return "created";
  if (status >= 400) return "not now";
  return status == 202 ? "recorded; the work goes on in the background" : "done";
}

json::object answers_of(const Route& route, Components& components) {
  json::object all;
  for (const auto& answer : route.answers) {
    auto& told = all[std::to_string(answer.status)];
    if (told.is_null()) {
      told = json::object{{"description", meaning_of(answer.status)}};
      if (route.versioned)
        told.get_object()["headers"] =
            json::object{{"ETag", json::object{{"schema", json::object{{"type", "string"}}},
                                               {"description", "the stream's version, quoted"}}}};
    }
    if (answer.media.empty()) continue;
    auto& contents = told.get_object()["content"];
    if (contents.is_null()) contents = json::object();
    contents.get_object()[answer.media] =
        json::object{{"schema", answer.type == nullptr ? json::object{{"type", "string"}}
                                                       : components.schema(*answer.type)}};
  }
  all["default"] = json::object{{"$ref", "#/components/responses/Problem"}};
  return all;
}

json::object operation_of(const Route& route, Components& components) {
  json::object made{{"operationId", id_of(route)},
                    {"summary", route.summary},
                    {"x-role", roles[static_cast<std::size_t>(route.need)]}};
  if (route.proof == Proof::recent) made["x-proof"] = true;
  if (route.whole) made["x-whole"] = true;
  if (auto parameters = parameters_of(route, components); !parameters.empty())
    made["parameters"] = std::move(parameters);
  if (route.body != nullptr)
    made["requestBody"] =
        json::object{{"required", route.body_is_a_must},
                     {"content", content("application/json", components.schema(*route.body))}};
  made["responses"] = answers_of(route, components);
  if (route.need == Need::anyone) made["security"] = json::array();
  return made;
}

}  // namespace

json::object paths_of(std::span<const Route> routes, Components& components) {
  json::object paths;
  for (const auto& route : routes) {
    auto& operations = paths[path_of(route)];
    if (operations.is_null()) operations = json::object();
    operations.get_object()[lower(route.method)] = operation_of(route, components);
  }
  return paths;
}

}  // namespace kigen::api::schema
