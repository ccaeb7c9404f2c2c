#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "events/core/secret.hpp"

namespace kigen::workers::install {

/// A file that is sent to a host.
struct SentFile {
  std::string name = {};  ///< in the folder that receives it
  Secret content = {};
};

/// A certificate chain or key is a few KiB; more than this is none, and is not sent.
inline constexpr std::size_t max_sent_bytes = 24 << 10;

namespace script {

/// FOLDER {NAME SHA256}…. Takes files from standard input, as input_of says, each complete and as it was sent
/// or not at all; the whole folder is ours alone. Nothing of them passes a command line, an environment or a
/// file that anybody else may open.
extern const std::string receive;

}  // namespace script

/// `receive`'s arguments for these files, in their order.
std::vector<std::string> arguments_of(const std::string& folder, const std::vector<SentFile>& files);
/// `receive`'s standard input: each file as lines of base64 (RFC 4648 §4) that a terminal passes unchanged,
/// and a line with a dot behind it.
Secret input_of(const std::vector<SentFile>& files);

}  // namespace kigen::workers::install
