#pragma once

#include <string>
#include <vector>

#include "orchestrator/ports/install.hpp"
#include "workers/install/receive.hpp"

namespace kigen::workers::install {

/// One file that Apache reads.
struct ApacheFile {
  std::string name = {};    ///< in the work folder: "certificate", "chain" or "key"
  std::string target = {};  ///< where Apache reads it
};

/// What an apply of this plan puts where on the host.
struct ApacheFiles {
  std::vector<ApacheFile> files = {};
  std::vector<SentFile> sent = {};     ///< the content of each
  std::string base_folder = {};        ///< in the work folder, one for each certificate file of a host
  std::string generation_folder = {};  ///< in the base folder: what was transferred
  std::string backup_folder = {};      ///< in the base folder: what was there before this apply
};

/// The same without content: where an apply of this plan put what.
ApacheFiles places_of(const orchestrator::InstallPlan& plan);

/// Refuses, before anything is sent, what would end Apache at its restart and what could mislead a shell: a
/// path of another form (malformed_path), no key (key_missing), a key of another certificate (1656),
/// intermediates that are not the certificate's (1659), a file beyond all measure (file_too_large).
Result<ApacheFiles> prepare_files(const orchestrator::InstallPlan& plan);

}  // namespace kigen::workers::install
