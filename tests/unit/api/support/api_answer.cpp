#include "tests/unit/api/support/api_answer.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

namespace kigen::tests {

std::string ApiAnswer::header(std::string_view name) const {
  for (const auto& [key, value] : raw.headers)
    if (key == name) return value;
  return {};
}

std::string ApiAnswer::at(std::string_view pointer) const {
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  if (parser.parse(raw.body).at_pointer(pointer).get(element)) {
    ADD_FAILURE() << pointer << " is not in " << raw.status << " " << raw.body;
    return {};
  }
  std::string_view text;
  return element.get_string().get(text) ? simdjson::minify(element) : std::string(text);
}

}  // namespace kigen::tests
