#pragma once

namespace kigen::orchestrator {

/// From now on no part, and no library, can write to the debug log what a terminal would obey or a reader
/// would take for another line: each message is made readable (`events/core/readable.hpp`) before it is
/// formatted. For `main`, before the first message.
void keep_output_readable();

}  // namespace kigen::orchestrator
