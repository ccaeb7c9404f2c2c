#include "tools/kigen/client/requests.hpp"

#include <boost/json/array.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "events/core/base64.hpp"
#include "events/core/ids.hpp"
#include "events/core/readable.hpp"
#include "tools/kigen/client/description.hpp"
#include "tools/kigen/client/options.hpp"

namespace kigen::tools {
namespace {

namespace json = boost::json;

std::string encoded(std::string_view text) {
  return boost::urls::encode(text, boost::urls::unreserved_chars);
}

/// What is called by its name there: rows have it as such, or in their settings.
const json::value* name_in(const json::object& row) {
  if (const auto* settings = row.if_contains("settings")) return settings->as_object().if_contains("name");
  if (const auto* mail = row.if_contains("mail")) return mail;
  return row.if_contains("name");
}

/// Things of one name: the user group of each, where it has one, by its id.
using Namesakes = std::map<std::string, std::string>;

void add_namesakes(Namesakes& all, const json::object& page, const std::string& word) {
  for (const auto& item : page.at("items").as_array()) {
    const auto& row = item.as_object();
    const auto* name = name_in(row);
    if (name == nullptr || *name != json::value(word)) continue;
    const auto* group = row.if_contains("group");
    all[std::string(row.at("id").as_string())] =
        group == nullptr ? std::string() : std::string(group->as_string());
  }
}

/// The list in which one of these things called `word` would be.
std::string list_with(const std::string& list, std::string_view thing, const std::string& word) {
  if (thing == "user") return list + "?limit=1000";
  return list + "?q=" + encoded(word);
}

/// All of the list, to its last page.
Result<Namesakes> namesakes(ClientSession& session, const std::string& list, const std::string& word) {
  Namesakes all;
  for (auto path = list; !path.empty();) {
    TRY(const auto answer, session.get(path));
    const auto& page = answer.body.as_object();
    add_namesakes(all, page, word);
    const auto* next = page.if_contains("next");
    path = next != nullptr && next->is_string() ? list + "&cursor=" + encoded(next->get_string()) : "";
  }
  return all;
}

std::string with_commas(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

/// Where names are unique within a user group alone, that tells them apart.
Result<std::string> with_group(ClientSession& session, const std::string& id, const std::string& group) {
  if (group.empty()) return id;
  TRY(const auto answer, session.get(list_of("user_group") + "/" + encoded(group)));
  return id + " (user group " + std::string(answer.body.at("settings").at("name").as_string()) + ")";
}

std::unexpected<Error> several(ClientSession& session, std::string_view thing, const std::string& word,
                               const Namesakes& all) {
  std::vector<std::string> told;
  for (const auto& [id, group] : all) told.push_back(with_group(session, id, group).value_or(id));
  return fail(client_errc::refused, "more than one " + std::string(thing) + " is called \"" + word +
                                        "\"; give the id of the one that is meant: " + with_commas(told));
}

/// The id of what is called `word`; ids stand for themselves.
Result<std::string> resolve(ClientSession& session, std::string_view thing, const std::string& word) {
  if (parse_uuid(word)) return encoded(word);
  const auto all = list_of(thing);
  if (all.empty()) return encoded(word);
  TRY(const auto found, namesakes(session, list_with(all, thing, word), word));
  if (found.empty())
    return fail(client_errc::refused, "no " + std::string(thing) + " is called \"" + word + "\"");
  if (found.size() > 1) return several(session, thing, word, found);
  return found.begin()->first;
}

/// Where in the body a value goes.
struct Placed {
  std::string place;
  json::value value;
};

Placed certificate_in(const Option& option, const Input& input) {
  const auto& content = input.content.reveal();
  if (input.is_binary) return {"file", json::value(to_base64(bytes_of(content)))};
  return {option.place, json::value(content)};
}

Result<json::value> number_in(const Option& option, const std::string& word) {
  std::int64_t number = 0;
  const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
  if (read.ec != std::errc{} || read.ptr != word.data() + word.size())
    return fail(client_errc::malformed, option.flag + " takes a whole number, not \"" + word + "\"");
  return json::value(number);
}

/// All that was given; '' alone is none.
Result<json::value> list_in(ClientSession& session, const Option& option,
                            const std::vector<std::string>& words) {
  json::array all;
  if (words.size() == 1 && words.front().empty()) return json::value(all);
  for (const auto& word : words) {
    if (option.refers.empty()) {
      all.emplace_back(word);
      continue;
    }
    TRY(const auto id, resolve(session, option.refers, word));
    all.emplace_back(id);
  }
  return json::value(std::move(all));
}

Result<json::value> value_of(ClientSession& session, const Option& option,
                             const std::vector<std::string>& words, const Inputs& inputs) {
  const auto& word = words.back();
  if (word.empty() && option.may_be_null && option.take != Take::secret) return json::value();
  switch (option.take) {
    case Take::text:
    case Take::kind:
      return json::value(word);
    case Take::truth:
      return json::value(word == "true");
    case Take::list:
      return list_in(session, option, words);
    case Take::number:
      return number_in(option, word);
    case Take::file:
    case Take::secret:
      return json::value(inputs.at(option.flag).content.reveal());
    case Take::id: {
      TRY(const auto id, resolve(session, option.refers, word));
      return json::value(id);
    }
    case Take::certificate:
      break;
  }
  return json::value();
}

/// What is at a dotted path of objects, which are made on the way.
json::object& object_at(json::object& body, std::string_view path) {
  if (path.empty()) return body;
  const auto dot = path.find('.');
  auto& inner = body[path.substr(0, dot)];
  if (!inner.is_object()) inner = json::object();
  return object_at(inner.get_object(), dot == path.npos ? std::string_view() : path.substr(dot + 1));
}

/// A part of another kind is another part: nothing of what it was is kept.
void choose_kind(json::object& body, const Option& option, const json::value& kind) {
  auto& part = object_at(body, option.place.substr(0, option.place.rfind('.')));
  const auto* before = part.if_contains("kind");
  if (before == nullptr || *before != kind) part = json::object{{"kind", kind}};
}

/// Each part that has kinds is of one: that which was given, is there, or is the only one.
Result<> settle_kinds(const std::vector<Option>& options, const Given& given, json::object& body) {
  for (const auto& option : options) {
    if (option.take != Take::kind) continue;
    if (const auto found = given.find(option.flag); found != given.end())
      choose_kind(body, option, json::value(found->second.back()));
    else if (option.words.size() == 1)
      choose_kind(body, option, json::value(option.words.front()));
    else if (!object_at(body, option.place.substr(0, option.place.rfind('.'))).contains("kind"))
      return fail(client_errc::malformed, option.flag + " says which it is: " + with_commas(option.words));
  }
  return {};
}

/// The option of a flag: of several, that of the kind which the body is of.
const Option* option_for(const std::vector<Option>& options, const std::string& flag, json::object& body) {
  for (const auto& option : options) {
    if (option.flag != flag) continue;
    if (option.kind.empty() || object_at(body, option.kind_place)["kind"] == json::value(option.kind))
      return &option;
  }
  return nullptr;
}

std::string kinds_with(const std::vector<Option>& options, const std::string& flag) {
  std::vector<std::string> kinds;
  for (const auto& option : options)
    if (option.flag == flag) kinds.push_back(option.kind);
  return with_commas(kinds);
}

void place(json::object& body, std::string_view path, json::value value) {
  const auto dot = path.rfind('.');
  auto& inside = object_at(body, dot == path.npos ? std::string_view() : path.substr(0, dot));
  inside[path.substr(dot + 1)] = std::move(value);
}

void drop_what_is_made_there(json::object& value, const json::object& schema) {
  const auto& here = resolved(schema);
  if (const auto* kinds = here.if_contains("discriminator")) {
    const auto* kind = value.if_contains("kind");
    const auto* of_kind = kind == nullptr || !kind->is_string()
                              ? nullptr
                              : kinds->at("mapping").as_object().if_contains(kind->get_string());
    if (of_kind != nullptr) drop_what_is_made_there(value, {{"$ref", *of_kind}});
    return;
  }
  const auto* properties = here.if_contains("properties");
  if (properties == nullptr) return;
  for (const auto& [name, property] : properties->as_object()) {
    auto* member = value.if_contains(name);
    if (property.as_object().contains("readOnly"))
      value.erase(name);
    else if (member != nullptr && member->is_object())
      drop_what_is_made_there(member->get_object(), property.as_object());
  }
}

/// Of a member of the list at `place`: 3 for "sans.3", where "sans" is the place.
std::optional<std::size_t> index_at(const std::string& place, std::string_view field) {
  if (!field.starts_with(place + ".")) return std::nullopt;
  field.remove_prefix(place.size() + 1);
  std::size_t index = 0;
  const auto read = std::from_chars(field.data(), field.data() + field.size(), index);
  if (read.ec != std::errc{} || read.ptr != field.data() + field.size()) return std::nullopt;
  return index;
}

bool is_blamed(const Option& option, std::string_view field) {
  return option.place == field || index_at(option.place, field) ||
         (option.take == Take::certificate && field == "file");
}

std::string as_typed(const Option& option, const std::vector<std::string>& words, std::string_view field) {
  if (option.take == Take::truth) return option.flag;
  const auto last = words.size() - 1;
  const auto index = index_at(option.place, field).value_or(last);
  return option.flag + " " + readable(words[std::min(index, last)]);
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
  char separator = '?';
  for (const auto& option : options_of(verb)) {
    const auto found = given.find(option.flag);
    if (found == given.end() || !option.in_query) continue;
    auto word = found->second.back();
    if (option.take == Take::id) {
      TRY(word, resolve(session, option.refers, word));
    }
    path += separator + option.place + "=" + encoded(word);
    separator = '&';
  }
  return path;
}

Result<> fill_body(ClientSession& session, const Verb& verb, const Given& given, const Inputs& inputs,
                   json::object& body) {
  const auto options = options_of(verb);
  TRY_DO(settle_kinds(options, given, body));
  for (const auto& [flag, words] : given) {
    const auto* option = option_for(options, flag, body);
    if (option == nullptr) {
      if (const auto kinds = kinds_with(options, flag); !kinds.empty())
        return fail(client_errc::malformed, flag + " is for another kind: " + kinds);
      continue;
    }
    if (option->in_query || option->take == Take::kind) continue;
    if (option->take == Take::certificate) {
      auto placed = certificate_in(*option, inputs.at(flag));
      place(body, placed.place, std::move(placed.value));
      continue;
    }
    TRY(auto value, value_of(session, *option, words, inputs));
    place(body, option->place, std::move(value));
  }
  return {};
}

json::object editable(const Verb& verb, json::object& before) {
  json::object fields;
  if (auto* settings = before.if_contains("settings"))
    fields = std::move(settings->as_object());
  else
    for (const auto& option : options_of(verb))
      if (auto* field = before.if_contains(option.place)) fields[option.place] = std::move(*field);
  if (const auto* body = body_of(verb)) drop_what_is_made_there(fields, *body);
  return fields;
}

std::string typed_for(const Verb& verb, const Given& given, const std::string& field) {
  std::string wanted;
  for (const auto& option : options_of(verb)) {
    if (!is_blamed(option, field)) continue;
    if (const auto typed = given.find(option.flag); typed != given.end())
      return as_typed(option, typed->second, field);
    wanted = "give " + option.flag;
  }
  if (!wanted.empty() || field.empty()) return wanted;
  return "field " + readable(field);
}

}  // namespace kigen::tools
