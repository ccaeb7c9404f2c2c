#pragma once

namespace kigen::tools {

/// Before there is anything secret in this process: nobody else may look into it or make an image of it, its
/// memory stays out of the swap where the system lets it, and what it makes is for its user alone. The
/// reasons: docs/decisions/0023-memory.md.
void protect_process();

}  // namespace kigen::tools
