#include "events/core/overloaded.hpp"
#include "projections/accesses/query.hpp"

namespace kigen::projections {
namespace {

using namespace events;

std::vector<std::string> indexes_of(const AccessDetail& access) {
  return {"name/" + key_of(lower(access.name))};
}

void set(AccessDetail& access, const AccessSettings& settings) {
  access.name = settings.name;
  access.host = settings.host;
  access.port = settings.port;
  access.login_id = settings.login_id;
  access.has_login_password = settings.login_password.has_value();
  access.has_ssh_private_key = settings.ssh_private_key.has_value();
  access.elevation = settings.elevation;
  access.execution_id = settings.execution_id;
  access.has_execution_password = settings.execution_password.has_value();
  access.host_key_policy = settings.host_key_policy;
}

void pinned(AccessDetail& access, const HostKeyPinned& event, Instant at) {
  access.pinned_key = HostKey{event.algorithm, event.fingerprint, event.first_use, at};
  access.refused_key.reset();
}

void evolve(AccessDetail& access, const Fact& fact, const AccessEvent& event) {
  std::visit(overloaded{
                 [&](const AccessCreated& e) { set(access, e.settings); },
                 [&](const AccessEdited& e) { set(access, e.settings); },
                 [](const AccessDeleted&) {},
                 [&](const HostKeyPinned& e) { pinned(access, e, fact.time()); },
                 [&](const HostKeyRefused& e) {
                   access.refused_key = HostKey{e.algorithm, e.fingerprint, false, fact.time()};
                 },
             },
             event);
  access.version = fact.record.version;
}

}  // namespace

Accesses::Accesses(Store& store) : store_(store), accesses_(store, "access", indexes_of) {}

Result<> Accesses::fold(const Fact& fact) {
  const auto* const event = std::get_if<AccessEvent>(&fact.event);
  if (event == nullptr) return {};
  const AccessId id{fact.id};
  if (std::holds_alternative<AccessDeleted>(*event)) return accesses_.erase(key_of(id));
  if (std::holds_alternative<AccessCreated>(*event)) TRY_DO(accesses_.put(key_of(id), {.id = id}));
  TRY(auto* const access, accesses_.edit(key_of(id)));
  if (access != nullptr) evolve(*access, fact, *event);
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

Result<> Accesses::write(Batch& batch) { return accesses_.write(batch); }
void Accesses::commit() { accesses_.commit(); }

}  // namespace kigen::projections
