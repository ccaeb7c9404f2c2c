#include "events/core/overloaded.hpp"
#include "projections/accesses/query.hpp"

namespace kigen::projections {
namespace {

using namespace events;

std::vector<std::string> indexes_of(const AccessDetail& access) {
  return {"name/" + key_of(lower(access.name))};
}

HostKey told(const PinnedKey& key, bool first_use, Instant at) {
  return {key.algorithm, key.fingerprint, first_use, at};
}

/// Who trusted a key, and when, is not the aggregate's concern; whether there is one, is.
void date_keys(AccessDetail& row, const Access& access, const Fact& fact, const AccessEvent& event) {
  visit_some(
      event, [&](const HostKeyPinned& e) { row.pinned_key = told(*access.pinned, e.first_use, fact.time()); },
      [&](const HostKeyRefused&) { row.refused_key = told(*access.refused, false, fact.time()); });
}

}  // namespace

void show(AccessDetail& row, const Access& access) {
  const auto& settings = access.settings;
  row.id = access.id;
  row.version = access.version;
  row.name = settings.name;
  row.host = settings.host;
  row.port = settings.port;
  row.login_id = settings.login_id;
  row.has_login_password = settings.login_password.has_value();
  row.has_ssh_private_key = settings.ssh_private_key.has_value();
  row.elevation = settings.elevation;
  row.execution_id = settings.execution_id;
  row.has_execution_password = settings.execution_password.has_value();
  row.host_key_policy = settings.host_key_policy;
  row.algorithms = settings.algorithms;
  if (!access.pinned) row.pinned_key.reset();
  if (!access.refused) row.refused_key.reset();
}

Accesses::Accesses(Store& store)
    : View("access", 2), store_(store), accesses_(store, "access/row", indexes_of) {}

Result<> Accesses::fold(const Fact& fact) {
  const auto* const access = fact.state<Access>();
  if (access == nullptr) return {};
  const auto key = key_of(access->id);
  if (access->deleted) return accesses_.erase(key);
  TRY(auto* const row, accesses_.at(key));
  show(*row, *access);
  date_keys(*row, *access, fact, std::get<AccessEvent>(fact.event));
  return {};
}

// --- answers ---

Result<Seen<AccessDetail>> Accesses::detail(AccessId id) const {
  const auto reading = store_.reading();
  TRY(auto access, accesses_.require(key_of(id), "access " + to_text(id)));
  return Seen<AccessDetail>{store_.position(), std::move(access)};
}

Result<Page<AccessDetail>> Accesses::list(const Paging& paging, std::string_view search) const {
  const auto reading = store_.reading();
  return accesses_.list(
      "name/", paging, Direction::forward,
      [wanted = lower(search)](const AccessDetail& row) { return lower(row.name).contains(wanted); });
}

}  // namespace kigen::projections
