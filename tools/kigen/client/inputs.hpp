#pragma once

#include <map>
#include <string>
#include <vector>

#include "events/core/secret.hpp"
#include "tools/kigen/client/session.hpp"
#include "tools/kigen/client/verb.hpp"

namespace kigen::tools {

/// What the user typed for one verb: option flag (or path name) → values.
using Given = std::map<std::string, std::vector<std::string>, std::less<>>;

/// What a file holds that was given.
struct Input {
  Secret content;          ///< as it is sent
  bool is_binary = false;  ///< of a certificate: DER or PKCS#12
};

/// By the flag that names the file.
using Inputs = std::map<std::string, Input, std::less<>>;

/// Refuses standard input for more than one option, that of the token included.
Result<> check_standard_input(const Verb& verb, const Given& given, const ClientOptions& client);
/// Reads each file that was given. Once for all tries: a pipe is empty the second time, and an empty secret
/// would forget the stored one.
Result<Inputs> read_inputs(const Verb& verb, const Given& given);

}  // namespace kigen::tools
