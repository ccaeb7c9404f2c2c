#pragma once

#include <optional>
#include <string>

#include "events/kept.hpp"
#include "events/state/all.hpp"
#include "projections/fact.hpp"

namespace kigen::projections {

/// A kept thing as it is shown. Of its secrets only whether they are there goes outside.
template <class S>
struct KeptRow {
  S::Id id = {};
  Version version = 0;
  S settings = {};

  static constexpr auto fields =
      events::field_list(events::field("id", &KeptRow::id), events::field("version", &KeptRow::version),
                         events::field("settings", &KeptRow::settings));
};

/// An identity that a host showed (R30).
struct HostKey {
  std::string algorithm = {};
  std::string fingerprint = {};
  bool first_use = false;  ///< trusted at first contact, not confirmed by a person
  Instant at = {};

  static constexpr auto fields = events::field_list(
      events::field("algorithm", &HostKey::algorithm), events::field("fingerprint", &HostKey::fingerprint),
      events::field("firstUse", &HostKey::first_use), events::field("at", &HostKey::at));
};

/// Connection data of hosts (R29).
struct AccessRow {
  AccessId id = {};
  Version version = 0;
  events::AccessSettings settings = {};
  std::optional<HostKey> pinned_key = {};
  std::optional<HostKey> refused_key = {};  ///< shown since and not accepted: a candidate to confirm

  static constexpr auto fields = events::field_list(
      events::field("id", &AccessRow::id), events::field("version", &AccessRow::version),
      events::field("settings", &AccessRow::settings), events::field("pinnedKey", &AccessRow::pinned_key),
      events::field("refusedKey", &AccessRow::refused_key));
};

/// CA accounts (R14).
struct CaAccountRow {
  CaAccountId id = {};
  Version version = 0;
  events::CaAccountSettings settings = {};
  std::string account_url = {};  ///< once the CA knows us
  bool registered = false;

  static constexpr auto fields = events::field_list(events::field("id", &CaAccountRow::id),
                                                    events::field("version", &CaAccountRow::version),
                                                    events::field("settings", &CaAccountRow::settings),
                                                    events::field("accountUrl", &CaAccountRow::account_url),
                                                    events::field("registered", &CaAccountRow::registered));
};

/// The row of a thing: id, version, settings, and what else there is to see of those that are more.
template <class S>
struct RowOf {
  using type = KeptRow<S>;
};
template <>
struct RowOf<events::AccessSettings> {
  using type = AccessRow;
};
template <>
struct RowOf<events::CaAccountSettings> {
  using type = CaAccountRow;
};

/// What a row has from the aggregate.
template <class S>
void show(KeptRow<S>& row, const events::Kept<S>& thing) {
  row.id = thing.id;
  row.version = thing.version;
  row.settings = thing.settings;
}
void show(AccessRow& row, const events::Access& access);
void show(CaAccountRow& row, const events::CaAccount& account);

/// What is known of it by its events alone.
template <class S>
void date(KeptRow<S>&, const Fact&) {}
inline void date(CaAccountRow&, const Fact&) {}
void date(AccessRow& row, const Fact& fact);

}  // namespace kigen::projections
