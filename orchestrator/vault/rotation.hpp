#pragma once

#include <string>
#include <vector>

#include "orchestrator/vault/master_source.hpp"

namespace kigen::orchestrator::vault {

struct Rotated {
  std::size_t secrets = 0;
  bool was_interrupted = false;           ///< an earlier change was brought to its end; no other was begun
  std::vector<std::string> damaged = {};  ///< files that neither key opens: they stay as they are
};

/// Changes the master key of a vault that nobody uses, or ends a change that was interrupted: all data keys
/// are wrapped by the next key, file by file, then that takes the old one's place. Whatever ends it half-way,
/// with both keys the vault opens (docs/formats/vault.md). A next key is made beside the old one; a next
/// passphrase must lie there (no_next). Blocks.
Result<Rotated> rotate(const MasterSource& source, Random& random);

}  // namespace kigen::orchestrator::vault
