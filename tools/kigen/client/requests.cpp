#include "tools/kigen/client/requests.hpp"

#include <boost/json/array.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

#include "events/core/base64.hpp"
#include "events/core/ids.hpp"
#include "events/core/readable.hpp"

namespace kigen::tools {
namespace {

namespace json = boost::json;

std::string encoded(std::string_view text) {
  return boost::urls::encode(text, boost::urls::unreserved_chars);
}

/// Which list knows `word` as a name of that kind; empty = only ids are understood.
std::string list_for(std::string_view kind, const std::string& word) {
  if (kind == "service") return "/api/v1/services?limit=1000&q=" + encoded(word);
  if (kind == "access") return "/api/v1/accesses?limit=1000&q=" + encoded(word);
  if (kind == "account") return "/api/v1/ca-accounts?limit=1000&q=" + encoded(word);
  if (kind == "site") return "/api/v1/sites?q=" + encoded(word);
  if (kind == "user") return "/api/v1/users?limit=1000";
  return {};
}

std::optional<std::string> id_in(const json::object& page, std::string_view named_by,
                                 const std::string& word) {
  for (const auto& item : page.at("items").as_array())
    if (item.at(named_by) == json::value(word)) return std::string(item.at("id").as_string());
  return std::nullopt;
}

/// The id of what is called `word`; ids stand for themselves.
Result<std::string> resolve(ClientSession& session, std::string_view kind, const std::string& word) {
  const auto list = list_for(kind, word);
  if (parse_uuid(word) || list.empty()) return encoded(word);
  for (auto path = list; !path.empty();) {
    TRY(const auto answer, session.get(path));
    const auto& page = answer.body.as_object();
    if (auto id = id_in(page, kind == "user" ? "mail" : "name", word)) return *std::move(id);
    const auto* next = page.if_contains("next");
    path = next != nullptr && next->is_string() ? list + "&cursor=" + encoded(next->get_string()) : "";
  }
  return fail(client_errc::refused, "no " + std::string(kind) + " is called \"" + word + "\"");
}

std::string_view kind_of(Take take) {
  switch (take) {
    case Take::id_site:
      return "site";
    case Take::id_access:
      return "access";
    case Take::id_ca_account:
      return "account";
    default:
      return {};
  }
}

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
    return fail(client_errc::malformed, file + " is no text file (is it DER or PKCS#12?), and PEM is wanted");
  std::ranges::replace_if(bytes, [](char c) { return c < 0; }, '?');
  return bytes;
}

/// Where in the body a value goes.
struct Placed {
  std::string_view path;
  json::value value;
};

Result<Placed> certificate_in(const Option& option, const std::string& file) {
  TRY(auto bytes, read_input(file));
  if (!is_text(bytes) && !has_pem(bytes)) return Placed{"file", json::value(to_base64(bytes_of(bytes)))};
  TRY(const auto text, text_of(std::move(bytes), file));
  return Placed{option.json, json::value(text)};
}

Result<json::value> value_of(ClientSession& session, const Option& option,
                             const std::vector<std::string>& words) {
  switch (option.take) {
    case Take::text:
      return json::value(words.back());
    case Take::flag:
      return json::value(true);
    case Take::yes_no:
      if (words.back() == "yes") return json::value(true);
      if (words.back() == "no") return json::value(false);
      return fail(client_errc::malformed,
                  std::string(option.flag) + " takes yes or no, not \"" + words.back() + "\"");
    case Take::list:
      return json::value(json::array(words.begin(), words.end()));
    case Take::number: {
      std::int64_t number = 0;
      const auto& word = words.back();
      const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
      if (read.ec != std::errc{} || read.ptr != word.data() + word.size())
        return fail(client_errc::malformed,
                    std::string(option.flag) + " takes a whole number, not \"" + word + "\"");
      return json::value(number);
    }
    case Take::file: {
      TRY(auto bytes, read_input(words.back()));
      TRY(const auto text, text_of(std::move(bytes), words.back()));
      return json::value(text);
    }
    case Take::certificate:
      break;
    case Take::secret: {
      TRY(auto bytes, read_secret_input(words.back()));
      TRY(auto text, text_of(std::move(bytes), words.back()));
      return json::value(without_line_end(std::move(text)));
    }
    case Take::id_site:
    case Take::id_access:
    case Take::id_ca_account: {
      TRY(const auto id, resolve(session, kind_of(option.take), words.back()));
      return json::value(id);
    }
  }
  return json::value();
}

/// Sets body.a.b for the dotted path "a.b", making objects on the way.
void place(json::object& body, std::string_view path, json::value value) {
  const auto dot = path.find('.');
  if (dot == std::string_view::npos) {
    body[path] = std::move(value);
    return;
  }
  auto& inner = body[path.substr(0, dot)];
  if (!inner.is_object()) inner = json::object();
  place(inner.get_object(), path.substr(dot + 1), std::move(value));
}

}  // namespace

std::vector<std::string> path_names(std::string_view path) {
  std::vector<std::string> names;
  for (auto open = path.find('{'); open != std::string_view::npos; open = path.find('{', open + 1))
    names.emplace_back(path.substr(open + 1, path.find('}', open) - open - 1));
  return names;
}

Result<std::string> fill_path(ClientSession& session, const Verb& verb, const Given& given) {
  std::string path(verb.path);
  for (const auto& name : path_names(verb.path)) {
    TRY(const auto word, resolve(session, name, given.at(name).back()));
    path.replace(path.find('{' + name + '}'), name.size() + 2, word);
  }
  char separator = verb.path.find('?') == std::string_view::npos ? '?' : '&';
  for (const auto& option : verb.options) {
    const auto found = given.find(option.flag);
    if (found == given.end() || !option.json.starts_with('?')) continue;
    path += separator + std::string(option.json.substr(1)) + "=" + encoded(found->second.back());
    separator = '&';
  }
  return path;
}

Result<> fill_body(ClientSession& session, const Verb& verb, const Given& given, json::object& body) {
  for (const auto& option : verb.options) {
    const auto found = given.find(option.flag);
    if (found == given.end() || option.json.starts_with('?')) continue;
    if (option.take == Take::certificate) {
      TRY(auto placed, certificate_in(option, found->second.back()));
      place(body, placed.path, std::move(placed.value));
      continue;
    }
    TRY(auto value, value_of(session, option, found->second));
    place(body, option.json, std::move(value));
  }
  return {};
}

std::string typed_for(const Verb& verb, const Given& given, const std::string& field) {
  for (const auto& option : verb.options) {
    const auto typed = given.find(std::string(option.flag));
    if (typed == given.end()) continue;
    const bool is_it = option.json == field || (option.take == Take::certificate && field == "file");
    if (is_it) return typed->first + (option.take == Take::flag ? "" : " " + readable(typed->second.back()));
  }
  return field.empty() ? "" : "field " + readable(field);
}

}  // namespace kigen::tools
