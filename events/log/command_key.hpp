#pragma once

#include <string_view>

namespace kigen::events {

/// What makes a command the same one as before: its id up to the '#'. What stands behind says what exactly
/// was asked for, so that two different requests under one key can be told apart.
constexpr std::string_view command_key(std::string_view command_id) {
  return command_id.substr(0, command_id.find('#'));
}

}  // namespace kigen::events
