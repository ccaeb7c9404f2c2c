#pragma once

#include <optional>
#include <string>

#include "events/service_events.hpp"
#include "orchestrator/pki/certificate.hpp"

namespace kigen::orchestrator::pki {

/// What a user uploads (R10).
struct Upload {
  std::string certificate = {};  ///< PEM; with the whole chain unless `separate_chain`
  std::string chain = {};        ///< PEM of the intermediates; may be empty
  Secret key = {};               ///< PEM; may be empty
  bool separate_chain = false;   ///< the service's flag
};

/// Leaf, intermediates and names of one generation: an event must hold them (docs/formats/event-log.md).
inline constexpr std::size_t max_generation_bytes = 48u << 10;

/// The upload as a generation; slot, key reference and order are left to the caller. Refuses what is not one
/// single chain (1659), several certificates in a file for the leaf alone (1660), a key of another
/// certificate (1651), and everything malformed or too large (28). The error's field is certificate, chain or
/// key.
Result<events::Generation> read_upload(const Upload& upload);

/// A chain that a CA issued; a certificate that comes twice counts once.
Result<events::Generation> read_chain(std::string_view pem);

}  // namespace kigen::orchestrator::pki
