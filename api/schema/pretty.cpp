#include "api/schema/pretty.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <utility>

namespace kigen::api::schema {
namespace {

namespace json = boost::json;

constexpr std::size_t max_line = 110;
constexpr std::size_t spread_levels = 3;

void write(std::string& out, const json::value& value, std::size_t level, std::size_t column);

void write_line_begin(std::string& out, bool first, std::size_t level) {
  out += first ? "\n" : ",\n";
  out.append(level, ' ');
}

void write_spread(std::string& out, const json::value& value, std::size_t level) {
  bool first = true;
  out += value.is_object() ? '{' : '[';
  if (const auto* object = value.if_object())
    for (const auto& [name, member] : *object) {
      write_line_begin(out, std::exchange(first, false), level);
      const auto key = json::serialize(json::value(name)) + ": ";
      out += key;
      write(out, member, level, level + key.size());
    }
  else
    for (const auto& member : value.get_array()) {
      write_line_begin(out, std::exchange(first, false), level);
      write(out, member, level, level);
    }
  out += '\n';
  out.append(level - 1, ' ');
  out += value.is_object() ? '}' : ']';
}

/// On one line, with a blank behind each ':' and ','.
std::string on_a_line(const json::value& value) {
  if (!value.is_structured()) return json::serialize(value);
  std::string out;
  if (const auto* object = value.if_object()) {
    for (const auto& [name, member] : *object)
      out += (out.empty() ? "" : ", ") + json::serialize(json::value(name)) + ": " + on_a_line(member);
    return '{' + out + '}';
  }
  for (const auto& member : value.get_array()) out += (out.empty() ? "" : ", ") + on_a_line(member);
  return '[' + out + ']';
}

void write(std::string& out, const json::value& value, std::size_t level, std::size_t column) {
  const bool is_empty =
      (value.is_object() && value.get_object().empty()) || (value.is_array() && value.get_array().empty());
  const bool may_spread = value.is_structured() && !is_empty;
  if (!may_spread || level >= spread_levels) {
    const auto line = on_a_line(value);
    if (!may_spread || column + line.size() < max_line) {
      out += line;
      return;
    }
  }
  write_spread(out, value, level + 1);
}

}  // namespace

std::string pretty(const json::value& value) {
  std::string out;
  write(out, value, 0, 0);
  return out + '\n';
}

}  // namespace kigen::api::schema
