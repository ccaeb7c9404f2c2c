#pragma once

#include "orchestrator/bound_secrets.hpp"
#include "orchestrator/kept/keeping.hpp"

namespace kigen::orchestrator {

/// An edit says whether the access leads elsewhere.
template <>
struct Keeping<events::AccessSettings> : KeepingByStream<events::AccessSettings> {
  using S = events::AccessSettings;
  static auto created(const AccessId&, const S& settings) { return events::AccessCreated{settings}; }
  static auto edited(const AccessId&, const S& before, const S& after) {
    return events::AccessEdited{after, has_moved(before.connection, after.connection)};
  }
  static auto deleted(const AccessId&) { return events::AccessDeleted{}; }
};

}  // namespace kigen::orchestrator
