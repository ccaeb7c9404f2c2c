#include "events/ca_account_events.hpp"
#include "events/codec/json_members.hpp"

namespace kigen::events {
namespace {

constexpr std::uint16_t with_parallel_orders = 2;
constexpr std::uint16_t with_ca_kind = 3;

/// Kind, place and secrets of the CA go together; the word "acme" stays.
Result<JsonMembers> with_ca(std::uint16_t from, JsonMembers settings) {
  TRY(auto name, settings.take("name"));
  std::string parallel_orders = "4";
  if (from >= with_parallel_orders) {
    TRY(parallel_orders, settings.take("parallelOrders"));
  }
  JsonMembers today;
  today.add("name", std::move(name)).add("parallelOrders", std::move(parallel_orders));
  return std::move(today.add("ca", settings.text()));
}

Result<std::string> ca_account_today(std::uint16_t from, std::string_view payload) {
  TRY(auto event, JsonMembers::of(payload));
  if (from < with_ca_kind)
    TRY_DO(
        event.rewrite("settings", [=](JsonMembers settings) { return with_ca(from, std::move(settings)); }));
  return event.text();
}

}  // namespace

Result<std::string> CaAccountCreated::upcast(std::uint16_t from, std::string_view payload) {
  return ca_account_today(from, payload);
}
Result<std::string> CaAccountEdited::upcast(std::uint16_t from, std::string_view payload) {
  return ca_account_today(from, payload);
}

}  // namespace kigen::events
