#pragma once

#include <boost/json/value.hpp>

#include <span>
#include <string>
#include <string_view>

namespace kigen::tools {

/// The columns of {"items": […]}, which are dotted paths, aligned; says so when there is nothing.
std::string as_table(const boost::json::value& answer, std::span<const std::string> columns);
/// One "name: value" line a field; nested objects are indented.
std::string as_fields(const boost::json::value& answer);
/// Indented JSON.
std::string as_json(const boost::json::value& answer);
/// Whether it is a text of several lines that are printed as such.
bool is_pem(const boost::json::value& value);
/// A scalar without quotes, readable; "-" for null.
std::string as_word(const boost::json::value& value);
/// Columns that a text takes on a terminal: wide East Asian characters count twice.
std::size_t display_width(std::string_view utf8);

}  // namespace kigen::tools
