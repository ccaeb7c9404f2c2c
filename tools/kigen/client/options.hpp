#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/kigen/client/verb.hpp"

namespace kigen::tools {

/// How an option's text becomes JSON.
enum class Take : unsigned char {
  text,
  number,
  truth,        ///< --x and --no-x
  list,         ///< repeatable
  file,         ///< the file's content as text; "-" = standard input
  certificate,  ///< the same; one that is no text goes into "file" instead, in base64
  secret,       ///< like file, last line ending cut off; never a value on the command line
  id,           ///< of what `refers` says, by its name or id
  kind,         ///< which of several kinds a part of the settings is
};

/// One option of a command, and where what it says goes.
struct Option {
  std::string flag;   ///< "--common-name"
  std::string place;  ///< dotted path in the body, or the name of a query parameter
  Take take = Take::text;
  bool in_query = false;
  bool required = false;
  bool may_be_null = false;             ///< '' = none
  std::vector<std::string> words = {};  ///< the only ones that are taken; none: any
  std::string refers = {};              ///< of ids: to what kind of thing
  std::string kind_place = {};          ///< only while this part of the body …
  std::string kind = {};                ///< … is of this kind
  std::string help = {};
  std::string fresh = {};  ///< what it is when left out
};

/// Whether what it takes names a file.
bool takes_file(const Option& option);

/// The options of a verb, as the API's description has them. Parses that at the first call.
std::vector<Option> options_of(const Verb& verb);

/// What a verb's table shows of each row, as dotted paths: its own columns, or what the description says that
/// lists show.
std::vector<std::string> columns_of(const Verb& verb);

/// Where things that have names are listed: "/api/v1/accesses" for "access"; empty for others.
std::string list_of(std::string_view thing);

}  // namespace kigen::tools
