#include "orchestrator/runtime/debts.hpp"

#include <charconv>
#include <optional>
#include <utility>

namespace kigen::orchestrator {
namespace {

constexpr std::string_view prefix = "policy/";

std::string id_of_debt(Position cause, std::size_t n) {
  return std::string(prefix) + std::to_string(cause) + "/" + std::to_string(n);
}

template <class Number>
std::optional<Number> whole_number(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// The cause and number in a debt's id; none for other ids.
std::optional<std::pair<Position, std::size_t>> parse(std::string_view id) {
  if (!Debts::is_debt(id)) return std::nullopt;
  id.remove_prefix(prefix.size());
  const auto slash = id.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto cause = whole_number<Position>(id.substr(0, slash));
  const auto n = whole_number<std::size_t>(id.substr(slash + 1));
  if (!cause || !n) return std::nullopt;
  return std::pair{*cause, *n};
}

}  // namespace

bool Debts::is_debt(std::string_view command_id) { return command_id.starts_with(prefix); }

void Debts::owe(const events::Record& cause, std::vector<Command> commands) {
  if (commands.empty()) return;
  const auto count = commands.size();
  owed_.emplace(cause.position,
                Owed{cause.meta.correlation, std::move(commands), std::vector<bool>(count), count});
}

void Debts::settle(std::string_view command_id) {
  const auto id = parse(command_id);
  if (!id) return;
  const auto found = owed_.find(id->first);
  if (found == owed_.end()) return;
  auto& owed = found->second;
  if (id->second >= owed.paid.size() || owed.paid[id->second]) return;
  owed.paid[id->second] = true;
  if (--owed.left == 0)
    owed_.erase(found);
  else
    while (owed.paid[owed.first]) ++owed.first;
}

void Debts::settle_through(Position end) { owed_.erase(owed_.begin(), owed_.lower_bound(end)); }

Debts::Debt Debts::take_first() {
  auto& [cause, owed] = *owed_.begin();
  return {id_of_debt(cause, owed.first), cause, owed.correlation, std::move(owed.commands[owed.first])};
}

}  // namespace kigen::orchestrator
