#include "projections/basis/basis.hpp"

namespace kigen::projections {

Result<> Basis::learn_owner(const StatePointer& aggregate) {
  const auto* const* const service = std::get_if<const events::Service*>(&aggregate);
  if (service == nullptr) return {};
  const auto& [id, group] = std::pair((*service)->id, (*service)->settings.group);
  TRY(const auto* const known, owner_rows_.find(key_of(id)));
  if (known != nullptr && known->group == group) return {};
  TRY_DO(owner_rows_.put(key_of(id), {id, group}));
  return {};
}

Result<> Basis::load() {
  return owner_rows_.for_each([&](const Owner& owner) { owners_.set(owner.service, owner.group); });
}

void Basis::commit() {
  owner_rows_.for_each_change([&](const std::string&, const Owner* owner) {
    if (owner != nullptr) owners_.set(owner->service, owner->group);
  });
  Part::commit();
}

}  // namespace kigen::projections
