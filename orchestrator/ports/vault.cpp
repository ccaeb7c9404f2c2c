#include "orchestrator/ports/vault.hpp"

namespace kigen::orchestrator {

std::error_code make_error_code(vault_errc code) {
  static const TableCategory table(
      "vault",
      {
          {int(vault_errc::not_found), "not_found", "the vault has no such secret", 19, Failure::permanent,
           Answer::internal},
          {int(vault_errc::sealed), "sealed", "the master key does not open this vault", 98,
           Failure::permanent, Answer::internal},
          {int(vault_errc::damaged), "damaged", "a file of the vault is damaged or not ours", 98,
           Failure::permanent, Answer::internal},
          {int(vault_errc::write_failed), "write_failed", "the vault could not be written", 14,
           Failure::transient, Answer::unavailable},
          {int(vault_errc::read_failed), "read_failed", "the vault could not be read", 14, Failure::transient,
           Answer::unavailable},
          {int(vault_errc::too_large), "too_large", "a secret may have at most 1 MiB", 12},
          {int(vault_errc::no_vault), "no_vault", "the event log has a history, but its vault is not there",
           98, Failure::permanent, Answer::unavailable},
          {int(vault_errc::half_changed), "half_changed",
           "the change of the master key was interrupted, and the next key is not beside the one before", 98,
           Failure::permanent, Answer::unavailable},
          {int(vault_errc::no_next), "no_next_passphrase", "there is no passphrase to change to", 98,
           Failure::permanent, Answer::unavailable},
      });
  return {int(code), table};
}

}  // namespace kigen::orchestrator
