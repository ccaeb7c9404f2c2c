#pragma once

#include <vector>

#include "events/log/verify.hpp"
#include "tools/kigen/server/config.hpp"

namespace kigen::tools {

struct VaultVerification {
  std::size_t secrets = 0;   ///< that the log relies on
  bool is_rotating = false;  ///< a change of the master key was interrupted: both keys were used
  std::vector<events::Finding> findings = {};
};

/// Opens every secret that the log of an installation relies on: what is missing, changed, or another's is a
/// finding. An error means that the log cannot be read that far (events::verify says why). Nobody may use the
/// installation; changes nothing. Blocks.
Result<VaultVerification> verify_vault(const Config& config);

}  // namespace kigen::tools
