#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/core/error.hpp"
#include "events/core/secret.hpp"

namespace kigen::orchestrator::pki {

inline constexpr std::size_t max_pem_bytes = 1u << 20;

/// One block of a PEM text (RFC 7468), as views into it.
struct PemBlock {
  std::string_view label = {};  ///< "CERTIFICATE"
  std::string_view body = {};   ///< between the two boundaries
};

/// All blocks of a text in its order. What people's editors do to files is taken: text around the blocks, any
/// line ends or none, a byte order mark, indentation, blocks that touch. Fails with too_large over 1 MiB, and
/// with malformed for a block without its end.
Result<std::vector<PemBlock>> pem_blocks(std::string_view text);

/// malformed: the block that was wanted is not in `text`; says when the text is no text.
std::unexpected<Error> no_block(std::string_view text, const std::string& what, const std::string& label);

/// The bytes of a block: base64 (RFC 4648 §4), exact apart from white space.
Result<std::string> decode(const PemBlock& block);

/// The block as OpenSSL's readers want it: on lines of its own, 64 characters each. For keys, so it is wiped.
Secret rewrapped(const PemBlock& block);

/// Whether a block with this label is a private key of any kind, encrypted or not.
bool is_private_key(std::string_view label);

}  // namespace kigen::orchestrator::pki
