#include "tools/kigen/client/inputs.hpp"

#include <algorithm>

#include "events/core/readable.hpp"
#include "tools/kigen/client/options.hpp"

namespace kigen::tools {
namespace {

/// The one empty file that is meant: there shall be no secret.
constexpr std::string_view no_secret = "/dev/null";

bool is_standard_input(const std::string& file) { return file == "-" || file == "/dev/stdin"; }

std::string file_called(const std::string& file) { return file == "-" ? "standard input" : file; }

bool is_text(std::string_view bytes) { return is_utf8(bytes) && !bytes.contains('\0'); }
bool has_pem(std::string_view bytes) { return bytes.contains("-----BEGIN "); }

std::string without_line_end(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

/// Text as JSON takes it. Around a PEM block may stand anything (RFC 7468 §2): what is no ASCII there is of
/// no use to anybody.
Result<std::string> text_of(std::string bytes, const std::string& file) {
  if (is_text(bytes)) return bytes;
  if (!has_pem(bytes))
    return fail(client_errc::malformed,
                file_called(file) + " is no text file (is it DER or PKCS#12?), and PEM is wanted");
  std::ranges::replace_if(bytes, [](char c) { return c < 0; }, '?');
  return bytes;
}

Result<Input> read_text_file(const std::string& file) {
  TRY(auto bytes, read_input(file));
  TRY(auto text, text_of(std::move(bytes), file));
  return Input{.content = Secret(std::move(text))};
}

Result<Input> read_certificate(const std::string& file) {
  TRY(auto bytes, read_input(file));
  if (!is_text(bytes) && !has_pem(bytes))
    return Input{.content = Secret(std::move(bytes)), .is_binary = true};
  TRY(auto text, text_of(std::move(bytes), file));
  return Input{.content = Secret(std::move(text))};
}

/// What a failed command wrote into a pipe is empty, too: nothing is forgotten by mistake.
Result<Input> read_secret(const std::string& flag, const std::string& file) {
  TRY(auto bytes, read_secret_input(file));
  TRY(auto text, text_of(std::move(bytes), file));
  Secret secret(without_line_end(std::move(text)));
  if (secret.empty() && file != no_secret)
    return fail(client_errc::malformed, flag + " wants a secret, and " + file_called(file) +
                                            " is empty; give /dev/null where there shall be none");
  return Input{.content = std::move(secret)};
}

Result<Input> read_for(const Option& option, const std::string& file) {
  if (option.take == Take::secret) return read_secret(option.flag, file);
  return option.take == Take::certificate ? read_certificate(file) : read_text_file(file);
}

/// '' is none, but of a secret: that is not forgotten so easily.
bool names_file(const Option& option, const std::string& word) {
  const bool is_none = word.empty() && option.may_be_null && option.take == Take::file;
  return takes_file(option) && !is_none;
}

/// By their flags.
std::map<std::string, std::string> files_in(const Verb& verb, const Given& given,
                                            const ClientOptions& client) {
  std::map<std::string, std::string> files{{"--token-file", client.token_file},
                                           {"--trust", client.trust_file}};
  for (const auto& option : options_of(verb))
    if (const auto typed = given.find(option.flag); typed != given.end() && takes_file(option))
      files[option.flag] = typed->second.back();
  return files;
}

}  // namespace

Result<> check_standard_input(const Verb& verb, const Given& given, const ClientOptions& client) {
  std::string taken_by;
  for (const auto& [flag, file] : files_in(verb, given, client)) {
    if (!is_standard_input(file)) continue;
    if (!taken_by.empty())
      return fail(client_errc::malformed,
                  taken_by + " and " + flag +
                      " both take standard input, which can be read once; name a file for one of them");
    taken_by = flag;
  }
  return {};
}

Result<Inputs> read_inputs(const Verb& verb, const Given& given) {
  Inputs inputs;
  for (const auto& option : options_of(verb)) {
    const auto typed = given.find(option.flag);
    if (typed == given.end() || inputs.contains(option.flag)) continue;
    const auto& file = typed->second.back();
    if (!names_file(option, file)) continue;
    TRY(inputs[option.flag], read_for(option, file));
  }
  return inputs;
}

}  // namespace kigen::tools
