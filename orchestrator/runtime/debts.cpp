#include "orchestrator/runtime/debts.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace kigen::orchestrator {
namespace {

constexpr std::string_view prefix = "policy/";

std::string name_of(const Consequence& consequence) {
  return std::string(consequence.policy) + "/" + std::to_string(consequence.n);
}

template <class Number>
std::optional<Number> whole_number(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// The cause in a debt's id, and what stands behind it; none for other ids.
std::optional<std::pair<Position, std::string_view>> parse(std::string_view id) {
  if (!Debts::is_debt(id)) return std::nullopt;
  id.remove_prefix(prefix.size());
  const auto slash = id.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto cause = whole_number<Position>(id.substr(0, slash));
  if (!cause) return std::nullopt;
  return std::pair{*cause, id.substr(slash + 1)};
}

}  // namespace

bool Debts::is_debt(std::string_view command_id) { return command_id.starts_with(prefix); }

void Debts::owe(const events::Record& cause, std::vector<Consequence> consequences) {
  if (consequences.empty()) return;
  const auto count = consequences.size();
  owed_.emplace(cause.position, Owed{cause.stream, cause.meta.correlation, std::move(consequences),
                                     std::vector<bool>(count), count});
}

/// They are paid in their order, so it is nearly always the first.
std::size_t Debts::place_in(const Owed& owed, std::string_view which) {
  if (const auto number = whole_number<std::size_t>(which)) return *number;
  const auto first = owed.consequences.begin() + static_cast<std::ptrdiff_t>(owed.first);
  const auto found = std::find_if(first, owed.consequences.end(),
                                  [which](const Consequence& one) { return name_of(one) == which; });
  return static_cast<std::size_t>(found - owed.consequences.begin());
}

void Debts::settle(std::string_view command_id) {
  const auto id = parse(command_id);
  if (!id) return;
  const auto found = owed_.find(id->first);
  if (found == owed_.end()) return;
  auto& owed = found->second;
  const auto place = place_in(owed, id->second);
  if (place >= owed.paid.size() || owed.paid[place]) return;
  owed.paid[place] = true;
  if (--owed.left == 0)
    owed_.erase(found);
  else
    while (owed.paid[owed.first]) ++owed.first;
}

void Debts::settle_through(Position end) { owed_.erase(owed_.begin(), owed_.lower_bound(end)); }

Debts::Debt Debts::take_first() {
  auto& [cause, owed] = *owed_.begin();
  auto& first = owed.consequences[owed.first];
  return {std::string(prefix) + std::to_string(cause) + "/" + name_of(first), cause, owed.about,
          owed.correlation, std::move(first.command)};
}

}  // namespace kigen::orchestrator
