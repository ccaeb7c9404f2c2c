#include "projections/kept/rows.hpp"

#include "events/core/overloaded.hpp"

namespace kigen::projections {
namespace {

using namespace events;

HostKey told(const PinnedKey& key, bool first_use, Instant at) {
  return {key.algorithm, key.fingerprint, first_use, at};
}

}  // namespace

void show(AccessRow& row, const Access& access) {
  row.id = access.id;
  row.version = access.version;
  row.settings = access.settings;
  if (!access.pinned) row.pinned_key.reset();
  if (!access.refused) row.refused_key.reset();
}

void show(CaAccountRow& row, const CaAccount& account) {
  row.id = account.id;
  row.version = account.version;
  row.settings = account.settings;
  row.account_url = account.account_url;
  row.registered = !account.account_url.empty();
}

/// Who trusted a key, and when, is not the aggregate's concern; whether there is one, is.
void date(AccessRow& row, const Fact& fact) {
  const auto& access = *fact.state<Access>();
  visit_some(
      std::get<AccessEvent>(fact.event),
      [&](const HostKeyPinned& e) { row.pinned_key = told(*access.pinned, e.first_use, fact.time()); },
      [&](const HostKeyRefused&) { row.refused_key = told(*access.refused, false, fact.time()); });
}

}  // namespace kigen::projections
