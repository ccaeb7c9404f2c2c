#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <optional>
#include <string>

#include "events/core/error.hpp"

namespace kigen {

/// What others may not do with a file or folder that we rely on. "Others" are all but root and the user of
/// this process: a group is others, too.
enum class Privacy {
  secret,  ///< neither look into it nor change it
  intact,  ///< not change it; they may write to a folder with the sticky bit, where what is ours stays
};

enum class exposure_errc { exposed = 1 };
std::error_code make_error_code(exposure_errc code);

/// What is wrong with an open file of that status, and what to do: "/x/key.pem has the mode 0644, so that
/// others may read it; chmod 600 /x/key.pem". A file that systemd passed to this service (systemd.exec(5),
/// CREDENTIALS_DIRECTORY) may be read by its group. Pipes and devices belong to nobody for long: they are
/// taken.
Result<> check_exposure(const struct stat& status, const std::filesystem::path& path, Privacy privacy);
/// The same for what is at `path`, a link to it included; what is not there is not exposed.
Result<> check_exposure(const std::filesystem::path& path, Privacy privacy);

/// Whether a new folder can be made at `path`, or the one that is there be taken: it is ours, and nobody can
/// put another in its place, which any user may where a folder above lets everybody write and lacks the
/// sticky bit (0002 without 01000). Who owns a folder above may, too: what they put there is not ours, and is
/// refused when it is read.
Result<> check_place(const std::filesystem::path& path);

}  // namespace kigen

template <>
struct std::is_error_code_enum<kigen::exposure_errc> : std::true_type {};
