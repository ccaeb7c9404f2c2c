#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "orchestrator/changes.hpp"

namespace kigen::orchestrator {

class World;

/// A command with its type forgotten: which stream it is about, what it decides.
struct Command {
  std::string_view name;
  StreamId stream;  ///< If-Match speaks of this stream's version
  std::function<Result<Changes>(const World&)> decide;
  bool creates = false;  ///< `stream` has a fresh id each time it is asked for: a repeated one made another
};

template <class C>
Command as_command(C command) {
  Command erased;
  erased.name = C::name;
  erased.stream = command.stream();
  if constexpr (requires { C::creates; }) erased.creates = C::creates;
  erased.decide = [command = std::move(command)](const World& world) { return decide(world, command); };
  return erased;
}

}  // namespace kigen::orchestrator
