#include "projections/audit/reader.hpp"

#include <algorithm>
#include <array>

#include "events/log/actor.hpp"
#include "events/security_events.hpp"
#include "events/service_events.hpp"
#include "events/user_events.hpp"
#include "projections/log_lines/messages.hpp"

namespace kigen::projections {
namespace {

using namespace events;

/// Streams, and modules of log lines, that are about people.
constexpr std::string_view about_users = "user";
constexpr std::string_view about_security = events::security_word;
/// Of all services' secrets: that, and how many, came out of use.
constexpr std::string_view about_vault = events::vault_word;
/// Lines of the module "user" that are about security too.
constexpr std::array<std::uint16_t, 2> lines_about_logins{3505, 3506};

/// Once said who removed a certificate, in words.
constexpr std::string_view removed_by = "removed by ";

std::string_view another_user(Language language) {
  return language == Language::ja ? "別のユーザー" : "another user";
}

bool is_a_person(const Actor& actor) {
  return actor.kind == ActorKind::user || actor.kind == ActorKind::token;
}

bool is_about_logins(const Record& record) {
  return record.type == LoggedIn::type.name || record.type == LoginThrottled::type.name;
}

bool is_about_logins(const Line& line, std::string_view module) {
  return module == about_security || std::ranges::count(lines_about_logins, line.number) > 0;
}

/// A line has the actor's name alone.
bool is_own_name(const Reader& reader, const std::string& name) {
  return is_of({ActorKind::user, name}, reader.mail) || is_of({ActorKind::token, name}, reader.mail);
}

/// Takes away who removed a certificate.
std::string without_remover(const Record& record) {
  if (record.type != GenerationRemoved::type.name) return record.payload;
  auto removed = decode_as<GenerationRemoved>(record.schema, record.payload);
  if (!removed || !removed->reason.starts_with(removed_by)) return record.payload;
  removed->reason = std::string(removed_by) + std::string(another_user(Language::en));
  return to_json(*removed);
}

}  // namespace

bool holds(const Reader& reader, const Whose& whose) {
  switch (whose.kind) {
    case Whose::Kind::installation:
      return true;
    case Whose::Kind::service:
      return reader.scope.holds(whose.group);
    case Whose::Kind::user_group:
      return reader.sees_people || reader.scope.holds(whose.group);
    case Whose::Kind::unknown:
      break;
  }
  return reader.scope.is_everything();
}

bool is_for(const Reader& reader, const Whose& whose, const StreamId& stream) {
  if (!holds(reader, whose)) return false;
  if (reader.sees_people) return true;
  const auto aggregate = aggregate_of(stream);
  if (aggregate == about_users) return stream == stream_of(reader.user);
  return aggregate != about_security && aggregate != about_vault;
}

std::optional<Record> seen_by(const Reader& reader, const Whose& whose, Record record) {
  if (!is_for(reader, whose, record.stream)) return std::nullopt;
  if (reader.sees_people) return record;
  if (is_about_logins(record)) return std::nullopt;
  const auto& actor = record.meta.actor;
  if (!is_a_person(actor) || is_of(actor, reader.mail)) return record;
  record.meta.actor.id.clear();
  record.meta.command_id.reset();  // has the user's id in it
  record.payload = without_remover(record);
  return record;
}

std::optional<Line> seen_by(const Reader& reader, const Whose& whose, Line line, Language language) {
  if (!holds(reader, whose)) return std::nullopt;
  if (reader.sees_people) return line;
  const auto parameters = parameters_of(line);
  const auto module = message_of(line.number, line.form).module;
  if (is_about_logins(line, module) || module == about_vault) return std::nullopt;
  const auto name = std::ranges::find(parameters, "name", &Parameter::name);
  if (module == about_users && (name == parameters.end() || name->value != reader.mail)) return std::nullopt;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    auto& value = line.values[i];
    if (parameters[i].name == "actor" && !is_own_name(reader, value))
      value = another_user(language);
    else if (parameters[i].name == "reason" && value.starts_with(removed_by) &&
             !is_own_name(reader, value.substr(removed_by.size())))
      value = std::string(removed_by) + std::string(another_user(language));
  }
  return line;
}

}  // namespace kigen::projections
