#pragma once

#include <array>
#include <string>

#include "orchestrator/command.hpp"
#include "orchestrator/kept/commands.hpp"
#include "tests/support/kept_sample.hpp"

namespace kigen::tests {

/// What somebody might want next of some kind of kept thing, of which there are two names: one is made,
/// edited or deleted. `pick`: some number from 0 on that is smaller than the one it is given; `fresh`: 16
/// bytes; `secret`: a reference to one.
template <class Pick, class Fresh, class MakeSecret>
orchestrator::Command some_kept_command(const orchestrator::World& world, Pick pick, Fresh fresh,
                                        MakeSecret secret) {
  constexpr std::array names{"kept one", "kept two"};
  const auto name = [&] { return names[static_cast<std::size_t>(pick(2))]; };
  orchestrator::Command command;
  int kinds = 0;
  events::KeptThings::for_each([&]<class S>() { ++kinds; });
  int kind = pick(kinds);
  events::KeptThings::for_each([&]<class S>() {
    using namespace orchestrator;
    if (kind-- != 0) return;
    const auto* wanted = name();
    if (const auto found = Keeping<S>::named(world, wanted); !found)
      command = as_command(Create<S>{{fresh()}, least_settings<S>(wanted, secret)});
    else if (pick(3) == 0)
      command = as_command(Delete<S>{*found});
    else
      command = as_command(Edit<S>{*found, least_settings<S>(name(), secret)});
  });
  return command;
}

}  // namespace kigen::tests
