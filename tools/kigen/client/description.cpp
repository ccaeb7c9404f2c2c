#include "tools/kigen/client/description.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "api/openapi.hpp"

namespace kigen::tools {

namespace json = boost::json;

namespace {

std::string not_described(const Verb& verb) {
  const std::string command = std::string(verb.noun) + " " + std::string(verb.verb);
  return "kigen " + command + " asks for " + std::string(verb.method) + " " + std::string(verb.path) +
         ", which this program's description of the API lacks";
}

}  // namespace

const json::object& description() {
  static const json::value parsed = json::parse(api::openapi_json);
  return parsed.get_object();
}

const json::object& operation_of(const Verb& verb) {
  std::string method(verb.method);
  std::ranges::transform(method, method.begin(), [](char c) { return static_cast<char>(c | 0x20); });
  const auto path = verb.path.substr(0, verb.path.find('?'));
  const auto* there = description().at("paths").as_object().if_contains(path);
  const auto* operation = there == nullptr ? nullptr : there->as_object().if_contains(method);
  if (operation == nullptr) throw std::logic_error(not_described(verb));
  return operation->as_object();
}

const json::object* body_of(const Verb& verb) {
  const auto* body = operation_of(verb).if_contains("requestBody");
  if (body == nullptr) return nullptr;
  return &resolved(body->at_pointer("/content/application~1json/schema").as_object());
}

const json::object& resolved(const json::object& schema) {
  const auto* reference = schema.if_contains("$ref");
  if (reference == nullptr) return schema;
  const json::object* here = &description();
  std::string_view path = reference->as_string();
  path.remove_prefix(sizeof("#/") - 1);
  for (;;) {
    const auto part = path.substr(0, path.find('/'));
    here = &here->at(part).as_object();
    if (part.size() == path.size()) return *here;
    path.remove_prefix(part.size() + 1);
  }
}

}  // namespace kigen::tools
