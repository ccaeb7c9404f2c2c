#include "tests/unit/api/support/description.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

#include "api/openapi.hpp"
#include "api/server/router.hpp"

namespace kigen::tests {
namespace {

namespace json = boost::json;
using Faults = std::vector<std::string>;

const json::object& resolved(const json::object& schema) {
  const auto* reference = schema.if_contains("$ref");
  if (reference == nullptr) return schema;
  return resolved(description().at_pointer(std::string(reference->as_string()).substr(1)).as_object());
}

bool is_of(const json::value& value, std::string_view type) {
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_int64() || value.is_uint64();
  if (type == "boolean") return value.is_bool();
  if (type == "null") return value.is_null();
  if (type == "array") return value.is_array();
  return type == "object" && value.is_object();
}

bool is_of_any(const json::value& value, const json::value& types) {
  if (types.is_string()) return is_of(value, std::string_view(types.get_string()));
  return std::ranges::any_of(types.get_array(), [&](const json::value& type) {
    return is_of(value, std::string_view(type.as_string()));
  });
}

void check(Faults& faults, const json::value& value, const json::object& schema, const std::string& place);

void check_choice(Faults& faults, const json::value& value, const json::array& choices,
                  const std::string& place) {
  Faults of_all;
  for (const auto& choice : choices) {
    Faults of_one;
    check(of_one, value, choice.as_object(), place);
    if (of_one.empty()) return;
    of_all.insert(of_all.end(), of_one.begin(), of_one.end());
  }
  faults.push_back(place + " fits no choice");
  faults.insert(faults.end(), of_all.begin(), of_all.end());
}

void check_members(Faults& faults, const json::object& value, const json::object& schema,
                   const std::string& place) {
  const auto* properties = schema.if_contains("properties");
  if (properties == nullptr) return;
  if (const auto* required = schema.if_contains("required"))
    for (const auto& name : required->as_array())
      if (!value.contains(name.as_string()))
        faults.push_back(place + "/" + std::string(name.as_string()) + " is missing");
  for (const auto& [name, member] : value) {
    const auto inside = place + "/" + std::string(name);
    if (const auto* known = properties->as_object().if_contains(name))
      check(faults, member, known->as_object(), inside);
    else
      faults.push_back(inside + " is unknown");
  }
}

void check_number(Faults& faults, const json::value& value, const json::object& schema,
                  const std::string& place) {
  const auto number = value.to_number<double>();
  const auto* low = schema.if_contains("minimum");
  const auto* high = schema.if_contains("maximum");
  if ((low != nullptr && number < low->to_number<double>()) ||
      (high != nullptr && number > high->to_number<double>()))
    faults.push_back(place + " is out of its bounds: " + json::serialize(value));
}

void check(Faults& faults, const json::value& value, const json::object& schema, const std::string& place) {
  if (schema.contains("$ref")) check(faults, value, resolved(schema), place);
  for (const auto* const word : {"anyOf", "oneOf"})
    if (const auto* choices = schema.if_contains(word))
      check_choice(faults, value, choices->as_array(), place);
  if (const auto* type = schema.if_contains("type"); type != nullptr && !is_of_any(value, *type)) {
    faults.push_back(place + " is " + json::serialize(value) + ", not " + json::serialize(*type));
    return;
  }
  if (const auto* only = schema.if_contains("const"); only != nullptr && value != *only)
    faults.push_back(place + " is not " + json::serialize(*only));
  if (const auto* words = schema.if_contains("enum"))
    if (std::ranges::find(words->as_array(), value) == words->as_array().end())
      faults.push_back(place + " is none of the words: " + json::serialize(value));
  if (value.is_number()) check_number(faults, value, schema, place);
  if (value.is_object()) check_members(faults, value.get_object(), schema, place);
  if (const auto* items = schema.if_contains("items"); items != nullptr && value.is_array())
    for (std::size_t i = 0; i < value.get_array().size(); ++i)
      check(faults, value.get_array()[i], items->as_object(), place + "/" + std::to_string(i));
}

void expect_fit(std::string_view body, const json::object& schema, const std::string& what) {
  boost::system::error_code no_json;
  const auto value = json::parse(body, no_json);
  if (no_json) {
    ADD_FAILURE() << what << " is no JSON: " << body;
    return;
  }
  for (const auto& fault : faults_of(value, schema)) ADD_FAILURE() << what << ": " << fault << "\n" << body;
}

/// Part of a Content-Type before its parameters.
std::string_view without_parameters(std::string_view media) { return media.substr(0, media.find(';')); }

const json::object* answer_of(const json::object& operation, unsigned status) {
  const auto& answers = operation.at("responses").as_object();
  if (const auto* answer = answers.if_contains(std::to_string(status))) return &answer->as_object();
  return status >= 400 ? &resolved(answers.at("default").as_object()) : nullptr;
}

}  // namespace

const json::value& description() {
  static const json::value parsed = json::parse(api::openapi_json);
  return parsed;
}

const json::object* operation_for(std::string_view method, std::string_view path) {
  std::string word(method == "HEAD" ? "GET" : method);
  std::ranges::transform(word, word.begin(), [](char c) { return static_cast<char>(c | 0x20); });
  const json::object* best = nullptr;
  std::size_t literal = 0;
  for (const auto& [key, operations] : description().at("paths").as_object()) {
    std::string pattern(key);
    if (pattern.ends_with("{tile}")) pattern.insert(pattern.size() - 1, "...");
    const auto begin = std::min(pattern.find('{'), pattern.size());
    const auto* operation = operations.as_object().if_contains(word);
    if (operation == nullptr || !api::match_pattern(pattern, path) || begin < literal) continue;
    best = &operation->as_object();
    literal = begin;
  }
  return best;
}

std::string filled(std::string_view pattern) {
  std::string path(pattern);
  for (auto open = path.find('{'); open != path.npos; open = path.find('{'))
    path.replace(open, path.find('}') - open + 1, "019a9b3c-0000-7000-8000-0000000000ff");
  return path;
}

std::vector<std::string> faults_of(const json::value& value, const json::object& schema) {
  Faults faults;
  check(faults, value, schema, "");
  return faults;
}

void check_exchange(std::string_view method, std::string_view path, std::string_view sent, unsigned status,
                    std::string_view media, std::string_view answer) {
  const auto* operation = operation_for(method, path);
  if (operation == nullptr || method == "HEAD") return;
  const auto name = std::string(method) + " " + std::string(path);
  if (status < 400 && !sent.empty()) {
    if (const auto* body = operation->if_contains("requestBody"))
      expect_fit(sent, body->at_pointer("/content/application~1json/schema").as_object(),
                 "what " + name + " took");
  }
  const auto* told = answer_of(*operation, status);
  if (told == nullptr) {
    ADD_FAILURE() << name << " answers with " << status << ", which is not described";
    return;
  }
  const auto* content = told->if_contains("content");
  if (content == nullptr) return;
  const auto* of_media = content->as_object().if_contains(without_parameters(media));
  if (of_media == nullptr)
    ADD_FAILURE() << name << " answers with " << media << ", which is not described";
  else if (without_parameters(media).ends_with("json"))
    expect_fit(answer, of_media->at("schema").as_object(), "the answer of " + name);
}

}  // namespace kigen::tests
