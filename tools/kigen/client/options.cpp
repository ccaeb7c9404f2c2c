#include "tools/kigen/client/options.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <utility>

#include "tools/kigen/client/description.hpp"
#include "tools/kigen/client/requests.hpp"

namespace kigen::tools {
namespace {

namespace json = boost::json;

/// A place in a body whose type is known.
struct Spot {
  std::string place = {};
  const json::object* schema = nullptr;  ///< as it stands there, which may refer to another one
  bool required = false;
  std::string kind_place = {};
  std::string kind = {};
};

bool is_null(const json::value& schema) {
  const auto* type = schema.as_object().if_contains("type");
  return type != nullptr && *type == "null";
}

/// The schema of a value that is there.
const json::object& of_value(const json::object& schema) {
  const auto& here = resolved(schema);
  const auto* choices = here.if_contains("anyOf");
  if (choices == nullptr) return here;
  const auto& first = *std::ranges::find_if_not(choices->as_array(), is_null);
  return of_value(first.as_object());
}

bool may_be_null(const json::object& schema) {
  const auto& here = resolved(schema);
  if (const auto* choices = here.if_contains("anyOf"))
    return std::ranges::any_of(choices->as_array(), is_null);
  const auto* type = here.if_contains("type");
  return type != nullptr && type->is_array();
}

/// Its type's word; of an optional one without "null".
std::string_view type_of(const json::object& schema) {
  const auto* type = schema.if_contains("type");
  if (type == nullptr) return {};
  return type->is_array() ? type->get_array().front().as_string() : type->as_string();
}

std::string text_at(const json::object& object, std::string_view name) {
  const auto* text = object.if_contains(name);
  return text == nullptr || !text->is_string() ? std::string() : std::string(text->get_string());
}

const json::object& asked_at(const json::object& schema) {
  static const json::object nothing;
  const auto* asked = schema.if_contains("x-kigen");
  return asked == nullptr ? nothing : asked->as_object();
}

std::vector<std::string> words_of(const json::object& schema) {
  std::vector<std::string> words;
  if (const auto* listed = schema.if_contains("enum"))
    for (const auto& word : listed->as_array()) words.emplace_back(word.as_string());
  return words;
}

/// "caTimeoutS" in seconds → "ca-timeout".
std::string kebab(std::string_view name, std::string_view unit) {
  if (unit == "s" && name.ends_with('S')) name.remove_suffix(1);
  std::string text;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z')
      text.append(1, '-').append(1, static_cast<char>(c | 0x20));
    else
      text.append(1, c == '.' ? '-' : c);
  }
  return text;
}

Take take_of(const json::object& schema, const json::object& asked) {
  const auto& value = of_value(schema);
  const bool goes_in_only = value.contains("writeOnly");
  if (asked.contains("secret") || goes_in_only) return Take::secret;
  if (text_at(asked, "text") == "pem") return Take::file;
  const auto type = type_of(value);
  if (type == "array") return Take::list;
  if (!text_at(asked, "refers").empty()) return Take::id;
  if (type == "boolean") return Take::truth;
  return type == "integer" ? Take::number : Take::text;
}

/// What it is for and in which unit.
std::string help_of(const json::object& schema, const json::object& asked, Take take) {
  auto help = text_at(schema, "description");
  if (help.empty()) help = text_at(schema, "title");
  if (help.ends_with('.')) help.pop_back();
  const auto add = [&help](const std::string& more) { help += (help.empty() ? "" : "; ") + more; };
  if (take == Take::secret || take == Take::file) add("a FILE, - for standard input");
  if (take == Take::secret && may_be_null(schema)) add("/dev/null for none");
  if (asked.contains("refers")) add("by name or id");
  if (take == Take::list) add("may be repeated");
  if (const auto* low = schema.if_contains("minimum"); low != nullptr && schema.contains("maximum"))
    add(json::serialize(*low) + "–" + json::serialize(schema.at("maximum")));
  if (const auto unit = text_at(asked, "unit"); !unit.empty()) add("in " + unit);
  return help;
}

/// What it is when left out.
std::string fresh_of(const json::object& schema, Take take) {
  const auto* fresh = schema.if_contains("default");
  if (fresh == nullptr || *fresh == "" || take == Take::id) return {};
  return fresh->is_string() ? std::string(fresh->get_string()) : json::serialize(*fresh);
}

std::string ending_of(Take take) { return take == Take::secret || take == Take::file ? "-file" : ""; }

Option option_at(const Spot& spot) {
  const auto& asked = asked_at(*spot.schema);
  const auto take = take_of(*spot.schema, asked);
  Option option;
  option.flag = kebab(spot.place, text_at(asked, "unit")) + ending_of(take);
  option.place = spot.place;
  option.take = take;
  option.required = spot.required && spot.kind.empty();
  option.may_be_null = may_be_null(*spot.schema);
  option.words = words_of(of_value(*spot.schema));
  option.refers = text_at(asked, "refers");
  option.kind_place = spot.kind_place;
  option.kind = spot.kind;
  option.help = help_of(*spot.schema, asked, take);
  option.fresh = fresh_of(*spot.schema, take);
  return option;
}

Option kind_option(const Spot& spot, const json::object& mapping) {
  Option option;
  option.flag = kebab(spot.place, {}) + "-kind";
  option.place = spot.place + ".kind";
  option.take = Take::kind;
  option.required = spot.required && mapping.size() > 1;
  option.help = "which of these";
  for (const auto& [word, schema] : mapping) option.words.emplace_back(word);
  return option;
}

void add_members(std::vector<Option>& options, const json::object& schema, const Spot& in);

void add_spot(std::vector<Option>& options, const Spot& spot) {
  const auto& value = of_value(*spot.schema);
  if (const auto* union_of = value.if_contains("discriminator")) {
    const auto& mapping = union_of->at("mapping").as_object();
    options.push_back(kind_option(spot, mapping));
    const bool is_only_kind = mapping.size() == 1;
    for (const auto& [word, reference] : mapping)
      add_members(
          options, resolved({{"$ref", reference}}),
          {.place = spot.place, .kind_place = spot.place, .kind = is_only_kind ? "" : std::string(word)});
    return;
  }
  if (value.contains("properties") && !asked_at(*spot.schema).contains("secret"))
    add_members(options, value, spot);
  else
    options.push_back(option_at(spot));
}

bool is_must(const json::object& schema, std::string_view name) {
  const auto* required = schema.if_contains("required");
  return required != nullptr &&
         std::ranges::find(required->as_array(), json::value(name)) != required->as_array().end();
}

void add_members(std::vector<Option>& options, const json::object& schema, const Spot& in) {
  for (const auto& [name, member] : schema.at("properties").as_object()) {
    const auto& here = member.as_object();
    if (here.contains("const") || here.contains("readOnly")) continue;
    Spot spot{
        .schema = &here, .required = is_must(schema, name), .kind_place = in.kind_place, .kind = in.kind};
    spot.place = in.place.empty() ? std::string(name) : in.place + "." + std::string(name);
    add_spot(options, spot);
  }
}

/// A file that is no text goes where bytes are taken, by the option of the text.
void merge_certificate(std::vector<Option>& options) {
  const auto bytes = std::ranges::find(options, "file", &Option::place);
  const auto text = std::ranges::find(options, "certificate", &Option::place);
  if (bytes == options.end() || text == options.end()) return;
  text->take = Take::certificate;
  text->required = true;
  options.erase(bytes);
}

void add_query(std::vector<Option>& options, const json::object& operation) {
  const auto* parameters = operation.if_contains("parameters");
  if (parameters == nullptr) return;
  for (const auto& each : parameters->as_array()) {
    const auto& parameter = resolved(each.as_object());
    if (parameter.at("in") != "query") continue;
    const auto name = text_at(parameter, "name");
    auto schema = parameter.at("schema").as_object();
    if (const auto* remark = parameter.if_contains("description")) schema["description"] = *remark;
    auto option = option_at({.place = name, .schema = &schema});
    if (name == "q") option.flag = "search";
    option.in_query = true;
    options.push_back(std::move(option));
  }
}

std::string last_part(const Option& option) {
  const auto dot = option.place.rfind('.');
  if (dot == option.place.npos) return option.flag;
  return option.flag.substr(kebab(option.place.substr(0, dot), {}).size() + 1);
}

/// The last part of a path is enough, unless two places share it.
void shorten_flags(std::vector<Option>& options) {
  std::map<std::string, std::map<std::string, bool>> places;
  for (const auto& option : options) places[last_part(option)][option.place] = true;
  for (auto& option : options) {
    const auto part = last_part(option);
    option.flag = "--" + (places[part].size() == 1 ? part : option.flag);
  }
}

/// What only one kind has says so.
void tell_kinds(std::vector<Option>& options) {
  for (auto& option : options) {
    if (option.kind.empty() || std::ranges::count(options, option.flag, &Option::flag) > 1) continue;
    const auto chooser = std::ranges::find(options, option.kind_place + ".kind", &Option::place);
    option.help += "; with " + chooser->flag + " " + option.kind;
  }
}

bool is_scalar(const json::object& schema) {
  const auto& value = of_value(schema);
  const auto type = type_of(value);
  return !value.contains("discriminator") && !type.empty() && type != "object" && type != "array";
}

/// The fields of settings that lists show.
void add_listed(std::vector<std::string>& columns, const json::object& settings, const std::string& before) {
  for (const auto& [name, member] : settings.at("properties").as_object()) {
    const auto& here = member.as_object();
    if (!asked_at(here).contains("listed")) continue;
    const auto path = before + std::string(name);
    const auto& value = of_value(here);
    if (const auto* kinds = value.if_contains("discriminator")) {
      columns.push_back(path + ".kind");
      for (const auto& [word, reference] : kinds->at("mapping").as_object())
        add_listed(columns, resolved({{"$ref", reference}}), path + ".");
    } else {
      columns.push_back(path);
    }
  }
}

/// The schema of a row of the list that a verb asks for.
const json::object& row_of(const Verb& verb) {
  const auto& page = resolved(
      operation_of(verb).at("responses").at_pointer("/200/content/application~1json/schema").as_object());
  return resolved(page.at("properties").at_pointer("/items/items").as_object());
}

bool can_be_searched(const Verb& verb) {
  const auto options = options_of(verb);
  return std::ranges::find(options, "q", &Option::place) != options.end();
}

}  // namespace

bool takes_file(const Option& option) {
  return option.take == Take::file || option.take == Take::secret || option.take == Take::certificate;
}

std::vector<Option> options_of(const Verb& verb) {
  std::vector<Option> options;
  if (verb.path.contains('?')) return options;
  if (const auto* body = body_of(verb)) add_members(options, *body, {});
  if (verb.basis == Basis::what_is_there)  // what is left out stays as it is
    for (auto& option : options) {
      option.required = false;
      option.fresh.clear();
    }
  merge_certificate(options);
  add_query(options, operation_of(verb));
  shorten_flags(options);
  tell_kinds(options);
  return options;
}

std::vector<std::string> columns_of(const Verb& verb) {
  if (!verb.columns.empty()) return {verb.columns.begin(), verb.columns.end()};
  std::vector<std::string> columns;
  const auto& properties = row_of(verb).at("properties").as_object();
  if (const auto* settings = properties.if_contains("settings")) {
    columns.emplace_back("id");
    add_listed(columns, resolved(settings->as_object()), "settings.");
    return columns;
  }
  for (const auto& [name, member] : properties)
    if (is_scalar(member.as_object())) columns.emplace_back(name);
  return columns;
}

std::string list_of(std::string_view thing) {
  const auto last = "/{" + std::string(thing) + "}";
  const auto& paths = description().at("paths").as_object();
  for (const auto& [path, operations] : paths) {
    if (!path.ends_with(last)) continue;
    const auto list = path.substr(0, path.size() - last.size());
    const auto* const there = paths.if_contains(list);
    if (there == nullptr || !there->as_object().contains("get")) continue;
    const Verb verb{.noun = thing, .verb = "list", .help = {}, .method = "GET", .path = list};
    if (thing == "user" || can_be_searched(verb)) return list;
  }
  return {};
}

}  // namespace kigen::tools
