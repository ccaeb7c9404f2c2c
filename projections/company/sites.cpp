#include "projections/kept/query.hpp"

namespace kigen::projections {

using namespace events;

/// Sites stand in the company's stream: whatever happens to it, they have another version.
template <>
Result<> KeptView<SiteSettings>::fold(const Fact& fact) {
  const auto* const company = fact.state<Company>();
  if (company == nullptr) return {};
  if (const auto* const removed = get_event<SiteRemoved>(fact.event))
    TRY_DO(table_.erase(key_of(removed->site)));
  for (const auto& [id, settings] : company->sites) {
    TRY_DO(table_.put(key_of(id), {id, company->version, settings}));
  }
  return {};
}

}  // namespace kigen::projections
