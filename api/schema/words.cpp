#include "api/schema/words.hpp"

namespace kigen::api::schema {
namespace {

namespace json = boost::json;

const Type& without_null(const Type& type) { return type.shape == Shape::optional ? *type.inside : type; }

}  // namespace

Places::Places(std::span<const Settings> settings) {
  for (const auto& each : settings) add(*each.type, std::string(each.word), std::string(each.word));
}

void Places::add(const Type& type, const std::string& path, const std::string& word) {
  const bool is_new = paths_.emplace(&type, path).second;
  ensure(is_new, "a struct is part of one kind of settings, at one place");
  for (const auto& member : type.members) {
    const auto place = path + "." + std::string(member.name);
    wanted_.fields.insert(place);
    if (!member.asked->section.empty())
      wanted_.sections.insert(word + "." + std::string(member.asked->section));
    const auto& value = without_null(*member.type);
    if (value.shape == Shape::word) wanted_.choices[place].insert(value.words.begin(), value.words.end());
    if (value.shape == Shape::object) add(value, place, word);
    if (value.shape == Shape::one_of) add_kinds(value, place, word);
  }
}

void Places::add_kinds(const Type& one_of, const std::string& path, const std::string& word) {
  for (const auto* kind : one_of.kinds) {
    wanted_.choices[path].emplace(kind->kind);
    add(*kind, path + "." + std::string(kind->kind), word);
  }
}

std::string Places::of(const Type& type, const Member& member) const {
  const auto found = paths_.find(&type);
  return found == paths_.end() ? std::string() : found->second + "." + std::string(member.name);
}

void describe(json::object& schema, const json::object& words, const std::string& place) {
  const auto* all = words.if_contains("fields");
  const auto* said = all == nullptr ? nullptr : all->as_object().if_contains(place);
  if (said == nullptr) return;
  schema["title"] = said->at("label");
  std::string text;
  if (const auto* hint = said->as_object().if_contains("hint")) text = hint->as_string();
  if (const auto* hints = said->as_object().if_contains("hints"))
    for (const auto& [word, hint] : hints->as_object())
      text += (text.empty() ? "" : " ") + std::string(word) + ": " + std::string(hint.as_string());
  if (!text.empty()) schema["description"] = text;
}

}  // namespace kigen::api::schema
