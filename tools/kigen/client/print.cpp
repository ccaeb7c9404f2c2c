#include "tools/kigen/client/print.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <vector>

#include "events/core/readable.hpp"

namespace kigen::tools {
namespace {

namespace json = boost::json;

void indent(std::string& out, int depth) { out.append(static_cast<std::size_t>(depth) * 2, ' '); }

void write_fields(std::string& out, const json::value& value, int depth);

void write_field(std::string& out, std::string_view name, const json::value& value, int depth) {
  const bool nested = (value.is_object() && !value.get_object().empty()) ||
                      (value.is_array() && !value.get_array().empty() && !value.get_array()[0].is_string());
  indent(out, depth);
  out += readable(name) + ":";
  if (nested) {
    out += '\n';
    write_fields(out, value, depth + 1);
    return;
  }
  if (is_pem(value)) {
    out += '\n' + readable_lines(value.get_string());
    if (out.back() != '\n') out += '\n';
    return;
  }
  out += ' ' + as_word(value) + '\n';
}

void write_fields(std::string& out, const json::value& value, int depth) {
  if (const auto* object = value.if_object()) {
    for (const auto& [key, field] : *object)
      write_field(out, std::string_view(key.data(), key.size()), field, depth);
  } else if (const auto* array = value.if_array()) {
    for (std::size_t i = 0; i < array->size(); ++i)
      write_field(out, std::to_string(i + 1), (*array)[i], depth);
  } else {
    indent(out, depth);
    out += as_word(value) + '\n';
  }
}

void write_json(std::string& out, const json::value& value, int depth) {
  const auto each = [&](char open, char close, const auto& container, const auto& write) {
    if (container.empty()) {
      out += {open, close};
      return;
    }
    out += open;
    bool first = true;
    for (const auto& element : container) {
      out += first ? "\n" : ",\n";
      first = false;
      indent(out, depth + 1);
      write(element);
    }
    out += '\n';
    indent(out, depth);
    out += close;
  };
  if (const auto* object = value.if_object())
    each('{', '}', *object, [&](const json::key_value_pair& pair) {
      out += json::serialize(json::string(pair.key())) + ": ";
      write_json(out, pair.value(), depth + 1);
    });
  else if (const auto* array = value.if_array())
    each('[', ']', *array, [&](const json::value& element) { write_json(out, element, depth + 1); });
  else
    out += json::serialize(value);
}

bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xac00 && c <= 0xd7a3) ||
         (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
         (c >= 0xffe0 && c <= 0xffe6) || c >= 0x1f300;
}

/// The code point at `at`, and moves `at` behind it; malformed bytes count as one.
char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  const int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
  char32_t code = more == 3 ? lead & 0x07u : more == 2 ? lead & 0x0fu : more == 1 ? lead & 0x1fu : lead;
  for (int i = 0; i < more && at < text.size(); ++i)
    code = code << 6 | (static_cast<unsigned char>(text[at++]) & 0x3fu);
  return code;
}

/// What is at a dotted path; null where that ends before.
const json::value* at_path(const json::value& value, std::string_view path) {
  const auto* object = value.if_object();
  const auto dot = path.find('.');
  const auto* member = object == nullptr ? nullptr : object->if_contains(path.substr(0, dot));
  return member == nullptr || dot == path.npos ? member : at_path(*member, path.substr(dot + 1));
}

}  // namespace

std::size_t display_width(std::string_view utf8) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < utf8.size();) width += is_wide(next_code_point(utf8, at)) ? 2 : 1;
  return width;
}

bool is_pem(const json::value& value) {
  const auto* text = value.if_string();
  return text != nullptr && text->starts_with("-----BEGIN ");
}

std::string as_word(const json::value& value) {
  if (value.is_null()) return "-";
  if (const auto* text = value.if_string()) return text->empty() ? "-" : readable(*text);
  if (const auto* array = value.if_array()) {
    std::string words;
    for (const auto& element : *array) words += (words.empty() ? "" : ", ") + as_word(element);
    return words.empty() ? "-" : words;
  }
  return json::serialize(value);
}

std::string as_table(const json::value& answer, std::span<const std::string> columns) {
  const auto* items = answer.is_object() ? answer.get_object().if_contains("items") : nullptr;
  if (items == nullptr || !items->is_array() || items->get_array().empty()) return "none\n";
  std::vector<std::vector<std::string>> rows(1);
  for (const auto& column : columns) rows[0].push_back(column.substr(column.rfind('.') + 1));
  for (const auto& item : items->get_array()) {
    auto& row = rows.emplace_back();
    for (const auto& column : columns) {
      const auto* cell = at_path(item, column);
      row.push_back(cell == nullptr ? "-" : as_word(*cell));
    }
  }
  std::vector<std::size_t> widths(columns.size());
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  std::string out;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      out += row[i];
      if (i + 1 < row.size()) out.append(widths[i] - display_width(row[i]) + 2, ' ');
    }
    out += '\n';
  }
  if (const auto* cursor = answer.get_object().if_contains("next"); cursor && cursor->is_string())
    out += "more: --cursor " + as_word(*cursor) + "\n";
  return out;
}

std::string as_fields(const json::value& answer) {
  std::string out;
  write_fields(out, answer, 0);
  return out;
}

std::string as_json(const json::value& answer) {
  std::string out;
  write_json(out, answer, 0);
  return readable_json(out) + '\n';
}

}  // namespace kigen::tools
