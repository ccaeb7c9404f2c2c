#include "events/core/exposure.hpp"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace kigen {
namespace {

namespace fs = std::filesystem;

constexpr mode_t permissions = 07777;
constexpr mode_t access_of_others = 077;
constexpr mode_t change_by_others = 022;
constexpr mode_t access_beyond_reading_by_group = 037;

/// In the folder that systemd made for this service alone: nobody else can enter it, and the group bits of
/// its files are the mask of the ACL that lets the service's user read.
bool is_credential(const fs::path& path) {
  const char* const folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (folder == nullptr || *folder == '\0') return false;
  std::error_code error;
  const auto file = fs::canonical(path, error);
  return !error && file.parent_path() == fs::weakly_canonical(folder, error) && !error;
}

/// "PATH has the mode 0644, so that HARM; REMEDY"
std::unexpected<Error> exposed(const fs::path& path, mode_t mode, std::string_view harm,
                               std::string_view remedy) {
  std::array<char, 8> octal{};
  std::snprintf(octal.data(), octal.size(), "%04o", mode & permissions);
  return fail(exposure_errc::exposed, path.string() + " has the mode " + octal.data() + ", so that " +
                                          std::string(harm) + "; " + std::string(remedy));
}

std::string name_of(uid_t user) {
  const auto* const entry = ::getpwuid(user);
  return entry == nullptr ? std::to_string(user) : entry->pw_name;
}

bool is_ours(const struct stat& status) { return status.st_uid == 0 || status.st_uid == ::geteuid(); }

Result<> check_owner(const struct stat& status, const fs::path& path) {
  if (is_ours(status)) return {};
  const auto owner = name_of(status.st_uid);
  return fail(exposure_errc::exposed, path.string() + " belongs to " + owner + ", who may change it; chown " +
                                          name_of(::geteuid()) + " " + path.string() + ", or run this as " +
                                          owner);
}

Result<> check_mode(const struct stat& status, const fs::path& path, Privacy privacy) {
  const auto mode = status.st_mode;
  const bool is_secret = privacy == Privacy::secret;
  if ((mode & (is_secret ? access_of_others : change_by_others)) == 0) return {};
  if ((mode & access_beyond_reading_by_group) == 0 && is_credential(path)) return {};
  const bool is_folder = S_ISDIR(status.st_mode);
  if (is_folder && !is_secret && (mode & S_ISVTX) != 0) return {};
  const std::string harm = (mode & change_by_others) != 0 ? "change" : is_folder ? "enter" : "read";
  const std::string right = is_secret ? (is_folder ? "700 " : "600 ") : "go-w ";
  return exposed(path, mode, "others may " + harm + " it", "chmod " + right + path.string());
}

/// From the nearest that is there up to the root.
Result<> check_above(fs::path folder) {
  for (struct stat status{};; folder = folder.parent_path()) {
    const bool is_there = ::stat(folder.c_str(), &status) == 0;
    if (is_there && (status.st_mode & S_IWOTH) != 0 && (status.st_mode & S_ISVTX) == 0)
      return exposed(folder, status.st_mode, "everybody may put something else there",
                     "chmod o-w " + folder.string() + ", or choose another place");
    if (folder == folder.root_path()) return {};
  }
}

}  // namespace

std::error_code make_error_code(exposure_errc code) {
  static const TableCategory table(
      "exposure", {{int(exposure_errc::exposed), "exposed", "others than its owner may get at it", 4,
                    Failure::permanent, Answer::internal}});
  return {int(code), table};
}

Result<> check_exposure(const struct stat& status, const fs::path& path, Privacy privacy) {
  if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return {};
  TRY_DO(check_owner(status, path));
  return check_mode(status, path, privacy);
}

Result<> check_exposure(const fs::path& path, Privacy privacy) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return {};
  return check_exposure(status, path, privacy);
}

Result<> check_place(const fs::path& path) {
  auto place = fs::absolute(path).lexically_normal();
  if (!place.has_filename()) place = place.parent_path();
  TRY_DO(check_exposure(place, Privacy::intact));
  return check_above(place.parent_path());
}

}  // namespace kigen
