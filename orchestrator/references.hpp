#pragma once

#include <string>
#include <string_view>

#include "events/codec/references_in.hpp"
#include "orchestrator/kept/errors.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {

/// unknown_reference, naming the field, for the first thing that settings refer to and that is not there.
template <class S>
Result<> check_references(const World& world, const S& settings, std::string_view field) {
  Result<> outcome;
  const events::FieldPlace root{.name = field};
  const auto look = [&]<class SomeId>(const SomeId& id, const events::FieldPlace& at) {
    if (!outcome || world.has(id)) return;
    outcome = fail(kept_errc::unknown_reference,
                   std::string(events::word_of_id<SomeId>()) + ' ' + to_text(id), at.text());
  };
  events::for_each_reference(settings, root, look);
  return outcome;
}

}  // namespace kigen::orchestrator
