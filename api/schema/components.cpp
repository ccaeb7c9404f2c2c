#include "api/schema/components.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>

#include "orchestrator/input.hpp"

namespace kigen::api::schema {
namespace {

namespace json = boost::json;

constexpr std::string_view folder = "#/components/schemas/";
constexpr std::string_view state_of_secret = "SecretState";

/// By events::TextKind; a free text has none.
constexpr std::string_view text_kinds[] = {"",      "name",      "note",   "host",    "fqdn",
                                           "mail",  "https_url", "path",   "program", "proxy",
                                           "login", "country",   "digits", "pem"};

std::string name_of(const Type& type) { return std::string(type.name).append(type.name_end); }

json::object refer_to(std::string_view name) { return {{"$ref", std::string(folder).append(name)}}; }

json::array words_of(std::span<const std::string_view> words) {
  json::array all;
  for (const auto word : words) all.emplace_back(word);
  return all;
}

/// Of a stored one it is shown whether it is set; of another one nothing is.
json::object secret(const Type& type) {
  json::object given{{"type", "string"}, {"writeOnly", true}};
  if (!type.stored) return given;
  return {{"anyOf", json::array{given, refer_to(state_of_secret), json::object{{"type", "null"}}}}};
}

json::object or_null(json::object schema) {
  if (auto* type = schema.if_contains("type"); type != nullptr && type->is_string()) {
    *type = json::array{*type, "null"};
    return schema;
  }
  return {{"anyOf", json::array{std::move(schema), json::object{{"type", "null"}}}}};
}

/// What tools ask of a field beside its type.
json::object asked_of(const Member& member) {
  const auto& asked = *member.asked;
  const auto* type = member.type;
  while (type->inside != nullptr) type = type->inside;
  json::object about;
  if (!asked.section.empty()) about["section"] = asked.section;
  if (asked.listed) about["listed"] = true;
  if (!asked.unit.empty()) about["unit"] = asked.unit;
  if (!type->refers.empty()) about["refers"] = type->refers;
  if (type->shape == Shape::secret) about["secret"] = true;
  if (const auto kind = text_kinds[static_cast<std::size_t>(asked.text)]; !kind.empty()) about["text"] = kind;
  if (!asked.when_field.empty()) {
    json::array words;
    for (auto rest = asked.when_words; !rest.empty();) {
      const auto word = rest.substr(0, rest.find(' '));
      words.emplace_back(word);
      rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    }
    about["when"] = json::object{{"field", asked.when_field}, {"words", std::move(words)}};
  }
  return about;
}

/// Which thing is meant where none is named depends on who asks, and on what there is.
bool is_an_id(std::string_view fresh, const Type& type) {
  return fresh.starts_with('"') && !type.refers.empty();
}

/// Characters of a text of that kind; 0: those that its check wants.
std::size_t most_of(events::TextKind kind) {
  using enum events::TextKind;
  switch (kind) {
    case name:
      return orchestrator::max_name_characters;
    case note:
      return orchestrator::max_note_characters;
    case mail:
      return orchestrator::max_mail_bytes;
    case login:
      return orchestrator::max_login_bytes;
    case digits:
      return orchestrator::max_digits;
    default:
      return 0;
  }
}

void add_bounds(json::object& schema, const Member& member) {
  const auto& asked = *member.asked;
  if (asked.bounded) {
    schema["minimum"] = asked.low;
    schema["maximum"] = asked.high;
  }
  const bool is_list = member.type->shape == Shape::list;
  const auto most = asked.most > 0 || is_list ? asked.most : most_of(asked.text);
  if (most > 0) schema[is_list ? "maxItems" : "maxLength"] = most;
}

}  // namespace

Components::Components(const Sources& sources) : sources_(sources), places_(sources.settings) {
  for (const auto& route : sources.routes)
    if (route.body != nullptr) mark_sent(*route.body);
}

void Components::mark_sent(const Type& type) {
  if (!sent_.insert(&type).second) return;
  if (type.inside != nullptr) mark_sent(*type.inside);
  for (const auto& member : type.members) mark_sent(*member.type);
  for (const auto* kind : type.kinds) mark_sent(*kind);
}

json::object Components::schema(const Type& type) {
  switch (type.shape) {
    case Shape::boolean:
      return {{"type", "boolean"}};
    case Shape::integer:
      return type.natural ? json::object{{"type", "integer"}, {"minimum", 0}}
                          : json::object{{"type", "integer"}};
    case Shape::text:
      return {{"type", "string"}};
    case Shape::instant:
      return {{"type", "string"}, {"format", "date-time"}};
    case Shape::id:
      return {{"type", "string"}, {"format", "uuid"}};
    case Shape::any:
      return {{"type", "object"}};
    case Shape::secret:
      if (type.stored && !schemas_.contains(state_of_secret))
        schemas_[state_of_secret] = json::object{
            {"type", "object"},
            {"description",
             "whether a secret is stored; sent back, it leaves it so (true) or forgets it (false)"},
            {"properties", json::object{{"set", json::object{{"type", "boolean"}}}}},
            {"required", json::array{"set"}},
            {"additionalProperties", false}};
      return secret(type);
    case Shape::optional:
      return or_null(schema(*type.inside));
    case Shape::list:
      return {{"type", "array"}, {"items", schema(*type.inside)}};
    case Shape::one_of:
      return of_union(type);
    case Shape::word:
    case Shape::object:
      break;
  }
  return reference(type);
}

json::object Components::reference(const Type& type) {
  const auto name = name_of(type);
  const auto [known, is_new] = named_.emplace(name, &type);
  ensure(known->second == &type, "two types of the API have one name: " + name);
  if (is_new) {
    schemas_[name] = json::object();  // its place is before what it refers to
    auto made = type.shape == Shape::object
                    ? of_struct(type)
                    : json::object{{"type", "string"}, {"enum", words_of(type.words)}};
    remark(made, name);
    schemas_[name] = std::move(made);
  }
  return refer_to(name);
}

json::object Components::of_struct(const Type& type) {
  json::object properties;
  json::array required;
  if (!type.kind.empty()) {
    properties["kind"] = json::object{{"const", type.kind}};
    required.emplace_back("kind");
  }
  const bool is_sent = sent_.contains(&type);
  for (const auto& member : type.members) {
    properties[member.name] = of_member(type, member);
    if (!is_sent || member.required) required.emplace_back(member.name);
  }
  json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
  return schema;
}

json::object Components::of_member(const Type& type, const Member& member) {
  auto made = schema(*member.type);
  add_bounds(made, member);
  if (sent_.contains(&type)) {
    if (!member.required)
      if (const auto fresh = member.fresh(); !fresh.empty() && !is_an_id(fresh, *member.type))
        made["default"] = json::parse(fresh);
    if (auto about = asked_of(member); !about.empty()) made["x-kigen"] = std::move(about);
    if (member.asked->made_by_us) made["readOnly"] = true;
  }
  describe(made, sources_.words, places_.of(type, member));
  remark(made,
         std::string(type.name_end.empty() ? type.name : type.name_end) + "." + std::string(member.name));
  return made;
}

json::object Components::of_union(const Type& type) {
  json::array kinds;
  json::object mapping;
  for (const auto* kind : type.kinds) {
    auto known = reference(*kind);
    mapping[kind->kind] = known.at("$ref");
    kinds.push_back(std::move(known));
  }
  return {{"oneOf", std::move(kinds)},
          {"discriminator", json::object{{"propertyName", "kind"}, {"mapping", std::move(mapping)}}}};
}

void Components::remark(json::object& schema, const std::string& place) {
  const auto* text = sources_.remarks.if_contains(place);
  if (text == nullptr) return;
  remarked_.insert(place);
  schema["description"] = *text;
}

std::set<std::string> Components::unused_remarks() const {
  std::set<std::string> unused;
  for (const auto& [place, text] : sources_.remarks)
    if (!remarked_.contains(std::string(place))) unused.emplace(place);
  return unused;
}

}  // namespace kigen::api::schema
