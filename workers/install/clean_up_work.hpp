#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "orchestrator/jobs/home.hpp"
#include "orchestrator/jobs/outcome.hpp"
#include "orchestrator/ports/install.hpp"
#include "workers/install/errand.hpp"

namespace kigen::workers::install {

/// What one ended apply left on a node's host.
struct LeftoverBrief {
  Errand errand = {};
  std::vector<std::string> steps = {};  ///< that were begun and not undone
  bool keep_backup = false;

  static constexpr auto fields = events::field_list(events::field("errand", &LeftoverBrief::errand),
                                                    events::field("steps", &LeftoverBrief::steps),
                                                    events::field("keepBackup", &LeftoverBrief::keep_backup));
};

struct CleanUpBrief {
  std::vector<LeftoverBrief> leftovers = {};  ///< oldest first

  static constexpr auto fields = events::field_list(events::field("leftovers", &CleanUpBrief::leftovers));
};

/// What a clean-up needs of the outside.
struct CleanUpPorts {
  std::map<std::string_view, orchestrator::Installer*> installers;  ///< by the word of their settings
};

/// Takes away from a node's host what ended applies left there, staged keys above all. `ports` outlive it.
Task<Result<orchestrator::JobOutcome>> clean_up_host(const CleanUpPorts& ports, CleanUpBrief brief,
                                                     orchestrator::Home& home);

}  // namespace kigen::workers::install
