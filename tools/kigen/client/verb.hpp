#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace kigen::tools {

/// What is done with a 2xx answer.
enum class Show : unsigned char {
  fields,       ///< one object, field by field
  table,        ///< {"items": […]} by columns
  text,         ///< as it is
  log,          ///< the same, in the format that was asked for
  receipt,      ///< what was recorded, and where in the log
  watch_order,  ///< follow the order until it ends
  watch_apply,
  watch_applies,  ///< the answer's "applies"
};

/// What a request that puts something back rests on.
enum class Basis : unsigned char {
  nothing,
  what_is_there,  ///< read first, change the given fields, put back with If-Match
  anything,       ///< If-Match: *
};

/// One command of the client and the request it makes: `kigen NOUN VERB`. Its options are what the API's
/// description says that the request takes (options.hpp).
struct Verb {
  std::string_view noun;
  std::string_view verb;
  std::string_view help;
  std::string_view method;
  std::string_view path;  ///< "/api/v1/services/{service}": names in braces are positional arguments; with a
                          ///< query of its own, it takes no other
  Show show = Show::fields;
  std::vector<std::string_view> columns = {};  ///< of a table; none: those that lists show (options.hpp)
  Basis basis = Basis::nothing;
};

/// Every command of the client.
std::span<const Verb> verbs();

}  // namespace kigen::tools
