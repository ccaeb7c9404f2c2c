#include "orchestrator/ports/install.hpp"

namespace kigen::orchestrator {

std::error_code make_error_code(install_errc code) {
  using enum install_errc;
  static const TableCategory table(
      "install",
      {{int(key_missing), "key_missing", "there is no private key to install with the certificate", 1651},
       {int(target_refused), "target_refused", "a file of the node's settings cannot be replaced", 1812,
        Failure::permanent, Answer::conflict},
       {int(folder_failed), "folder_failed", "the work folder could not be made", 8},
       {int(transfer_failed), "file_transfer_failed", "a file could not be sent", 1841},
       {int(backup_failed), "backup_failed", "the files in use could not be backed up", 16},
       {int(replace_failed), "replace_failed", "the files could not be replaced", 15},
       {int(permission_failed), "permission_failed", "owner or mode could not be set", 1817},
       {int(configuration_refused), "configuration_refused", "the server's configuration test failed", 1812},
       {int(restart_failed), "restart_failed", "the server did not come through its restart", 1812},
       {int(restore_failed), "restore_failed", "the backup could not be put back", 1816, Failure::transient},
       {int(removal_failed), "removal_failed", "old files could not be removed", 1840},
       {int(file_too_large), "file_too_large", "a file is larger than any certificate or key", 1841,
        Failure::permanent, Answer::conflict}});
  return {int(code), table};
}

}  // namespace kigen::orchestrator
