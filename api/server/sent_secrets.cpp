#include "api/server/sent_secrets.hpp"

#include "api/errors.hpp"

namespace kigen::api {
namespace {

using Wish = SentSecret::Wish;

/// {"set": true or false}, as answers show a secret.
Result<SentSecret> read_state(simdjson::dom::object state) {
  JsonElement set;
  bool is_set = false;
  if (state.size() != 1 || state.at_key("set").get(set) || set.get_bool().get(is_set))
    return expected_type("a text, null or {\"set\": true or false}");
  return SentSecret{is_set ? Wish::keep_stored : Wish::forget, {}};
}

}  // namespace

/// A page that is sent back as it was read, by a tool that shows a state as a word, would store that word.
Result<SentSecret> read_secret(JsonElement in) {
  if (in.is_null()) return SentSecret{};
  simdjson::dom::object state;
  if (!in.get_object().get(state)) return read_state(state);
  std::string_view text;
  if (in.get_string().get(text)) return expected_type("a text, null or {\"set\": true or false}");
  if (text.empty()) return SentSecret{Wish::forget, {}};
  if (text == "set" || text == "not set") return fail(api_errc::secret_word);
  SentSecret secret{Wish::replace, {}};
  TRY_DO(read_value(in, secret.value));
  return secret;
}

Result<> read_value(JsonElement in, std::optional<SecretRef>& into) {
  into.reset();
  TRY_DO(read_secret(in));
  return {};
}

Result<> check_made_here(JsonElement in) {
  if (in.is_null() || in.is_object()) return {};
  return expected_type("{\"set\": true or false}, or nothing: it is made here");
}

std::optional<JsonElement> at_path(JsonElement object, std::string_view path) {
  for (;;) {
    const auto dot = path.find('.');
    JsonElement value;
    if (object.at_key(path.substr(0, dot)).get(value)) return std::nullopt;
    if (dot == std::string_view::npos) return value;
    object = value;
    path.remove_prefix(dot + 1);
  }
}

}  // namespace kigen::api
