#include "events/codec/json_members.hpp"
#include "events/node_events.hpp"

namespace kigen::events {
namespace {

constexpr std::uint16_t with_node_kind = 2;

/// {name, site, kind, access, apache, check}: the kind's word goes in front of its settings.
Result<JsonMembers> with_server(JsonMembers settings) {
  TRY(auto kind, settings.take("kind"));
  TRY(const auto apache, settings.take("apache"));
  TRY(auto check, settings.take("check"));
  TRY(auto members, JsonMembers::of(apache));
  JsonMembers server;
  server.add("kind", std::move(kind)).add_all(std::move(members));
  return std::move(settings.add("server", server.text()).add("check", std::move(check)));
}

Result<std::string> node_today(std::uint16_t from, std::string_view payload) {
  TRY(auto event, JsonMembers::of(payload));
  if (from < with_node_kind) TRY_DO(event.rewrite("settings", with_server));
  return event.text();
}

}  // namespace

Result<std::string> NodeCreated::upcast(std::uint16_t from, std::string_view payload) {
  return node_today(from, payload);
}
Result<std::string> NodeEdited::upcast(std::uint16_t from, std::string_view payload) {
  return node_today(from, payload);
}
Result<std::string> NodeLeftoversNoted::upcast(std::uint16_t from, std::string_view payload) {
  return node_today(from, payload);
}

}  // namespace kigen::events
