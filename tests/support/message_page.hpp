#pragma once

#include <string>

namespace kigen::tests {

/// docs/formats/messages.md as the message table makes it.
std::string message_page();

}  // namespace kigen::tests
