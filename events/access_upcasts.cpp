#include "events/access_events.hpp"
#include "events/codec/json_members.hpp"

namespace kigen::events {
namespace {

constexpr std::uint16_t with_algorithms = 2;  ///< and `moved`
constexpr std::uint16_t with_access_kind = 3;

/// All but the name is of the one kind that there was.
Result<JsonMembers> over_ssh(std::uint16_t from, JsonMembers settings) {
  TRY(auto name, settings.take("name"));
  if (from < with_algorithms) settings.add("algorithms", R"("modern")");
  JsonMembers connection;
  connection.add("kind", R"("ssh")").add_all(std::move(settings));
  return std::move(JsonMembers{}.add("name", std::move(name)).add("connection", connection.text()));
}

Result<JsonMembers> access_today(std::uint16_t from, std::string_view payload) {
  TRY(auto event, JsonMembers::of(payload));
  if (from < with_access_kind)
    TRY_DO(
        event.rewrite("settings", [=](JsonMembers settings) { return over_ssh(from, std::move(settings)); }));
  return event;
}

}  // namespace

Result<std::string> AccessCreated::upcast(std::uint16_t from, std::string_view payload) {
  TRY(const auto event, access_today(from, payload));
  return event.text();
}

Result<std::string> AccessEdited::upcast(std::uint16_t from, std::string_view payload) {
  TRY(auto event, access_today(from, payload));
  if (from < with_algorithms) event.add("moved", "false");
  return event.text();
}

}  // namespace kigen::events
