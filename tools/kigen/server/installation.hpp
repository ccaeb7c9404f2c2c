#pragma once

#include "events/core/secret.hpp"
#include "orchestrator/vault/master_source.hpp"
#include "tools/kigen/server/config.hpp"

namespace kigen::tools {

/// Begins the event log of an installation that has none: a key and an origin of its own (so that no other
/// log can be taken for it), no records, a first checkpoint over nothing. Returns the token that claims its
/// first admin, whose hash is kept. Blocks.
Result<Secret> begin_log(const Config& config);

/// What opens its vault: the file or the passphrase that the configuration names.
orchestrator::vault::MasterSource master_source(const Config& config);

/// An empty vault in place of one that is lost. in_use when a server runs; refuses when there is one. Blocks.
Result<> begin_vault(const Config& config);

/// Moves all that belongs to the log before to a folder of its own in the data directory, and returns that;
/// its key stays where it is, under another name. in_use when a server runs. Blocks.
Result<std::filesystem::path> set_aside(const Config& config, Instant now);

}  // namespace kigen::tools
