#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace kigen::tools {

/// How an option's text becomes JSON.
enum class Take : unsigned char {
  text,
  number,
  flag,         ///< present = true
  yes_no,       ///< "yes" = true, "no" = false
  list,         ///< repeatable
  file,         ///< the file's content as text; "-" = standard input
  certificate,  ///< the same; one that is no text goes into "file" instead, in base64
  secret,       ///< like file, last line ending cut off; never a value on the command line
  id_site,      ///< name or id of a site; likewise the others
  id_access,
  id_ca_account,
};

/// One option of a command and where it goes in the request's body.
struct Option {
  std::string_view flag;  ///< "--common-name"; without dashes: a positional argument
  std::string_view json;  ///< dotted path in the body; "?name" = query parameter; "" = only for the path
  Take take = Take::text;
  bool required = false;
  std::string_view help = {};
};

/// What is done with a 2xx answer.
enum class Show : unsigned char {
  fields,       ///< one object, field by field
  table,        ///< {"items": […]} by the verb's columns
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

/// One command of the client and the request it makes: `kigen NOUN VERB`.
struct Verb {
  std::string_view noun;
  std::string_view verb;
  std::string_view help;
  std::string_view method;
  std::string_view path;  ///< "/api/v1/services/{service}": names in braces are positional arguments
  std::vector<Option> options = {};
  Show show = Show::fields;
  std::vector<std::string_view> columns = {};
  Basis basis = Basis::nothing;
};

/// Every command of the client.
std::span<const Verb> verbs();

}  // namespace kigen::tools
