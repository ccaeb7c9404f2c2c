#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "orchestrator/changes.hpp"

namespace kigen::orchestrator {

class World;

/// A command with its type forgotten: which stream it is about, which lanes it must hold, what it decides.
struct Command {
  std::string_view name;
  StreamId stream;              ///< If-Match speaks of this stream's version
  std::vector<StreamId> lanes;  ///< streams (or words like "services") that must not change meanwhile
  std::function<Result<Changes>(const World&)> decide;
  bool creates = false;  ///< `stream` has a fresh id each time it is asked for: a repeated one made another
};

template <class C>
Command as_command(C command) {
  Command erased;
  erased.name = C::name;
  erased.stream = command.stream();
  if constexpr (requires { C::creates; }) erased.creates = C::creates;
  if constexpr (requires { command.lanes(); })
    erased.lanes = command.lanes();
  else
    erased.lanes = {erased.stream};
  erased.decide = [command = std::move(command)](const World& world) { return decide(world, command); };
  return erased;
}

}  // namespace kigen::orchestrator
