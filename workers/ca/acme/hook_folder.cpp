#include "workers/ca/acme/hook_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "orchestrator/input.hpp"
#include "orchestrator/ports/certificate_authority.hpp"

namespace kigen::workers::ca::acme {
namespace {

using orchestrator::ca_errc;

constexpr mode_t others_write = S_IWGRP | S_IWOTH;

std::unexpected<Error> refused(const std::filesystem::path& what, const std::string& why) {
  return fail(ca_errc::challenge_failed, what.string() + ": " + why);
}

Result<struct stat> facts_of(int descriptor, const std::filesystem::path& what) {
  struct stat facts{};
  if (::fstat(descriptor, &facts) != 0) return refused(what, std::generic_category().message(errno));
  if (S_ISLNK(facts.st_mode)) return refused(what, "it is a link; put the program itself there");
  if (facts.st_uid != 0 && facts.st_uid != ::geteuid())
    return refused(what, "it belongs to user " + std::to_string(facts.st_uid) +
                             "; only root and the user that kigen runs as may own it");
  return facts;
}

/// Others may make entries in a sticky folder (/tmp) but not change ours: it may lie above.
Result<> check_folder(int descriptor, const std::filesystem::path& what, bool is_above) {
  TRY(const auto facts, facts_of(descriptor, what));
  if (!S_ISDIR(facts.st_mode)) return refused(what, "it is no folder");
  const bool is_kept = is_above && (facts.st_mode & S_ISVTX) != 0;
  if ((facts.st_mode & others_write) != 0 && !is_kept)
    return refused(what, "others than its owner may write to it (chmod go-w)");
  return {};
}

Result<> check_program(int descriptor, const std::filesystem::path& what) {
  TRY(const auto facts, facts_of(descriptor, what));
  if (!S_ISREG(facts.st_mode)) return refused(what, "it is no file");
  if ((facts.st_mode & others_write) != 0)
    return refused(what, "others than its owner may write to it (chmod go-w)");
  return {};
}

/// Without following a link, and without reading: what it is, is seen before anything is done with it.
Result<HookProgram> open_at(const HookProgram& folder, const std::filesystem::path& name,
                            const std::filesystem::path& what) {
  HookProgram opened(::openat(folder.descriptor(), name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
  if (opened.descriptor() < 0) return refused(what, std::generic_category().message(errno));
  return opened;
}

Result<HookProgram> open_folder(const std::filesystem::path& folder) {
  std::filesystem::path way = "/";
  HookProgram at(::open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
  TRY_DO(check_folder(at.descriptor(), way, true));
  for (const auto& part : folder.relative_path()) {
    way /= part;
    TRY(at, open_at(at, part, way));
    TRY_DO(check_folder(at.descriptor(), way, way != folder));
  }
  return at;
}

}  // namespace

HookProgram::~HookProgram() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<HookProgram> HookFolder::open(const std::string& name) const {
  if (!orchestrator::check_program_name(name, {}))
    return fail(ca_errc::challenge_failed,
                "\"" + name +
                    "\" is no program's name; put the program into the folder that [acme] hook_folder "
                    "of the configuration names, and its name into the CA account");
  if (folder_.empty())
    return fail(ca_errc::challenge_failed,
                name + ": the configuration names no folder for it ([acme] hook_folder); no program is run");
  const auto folder = (folder_ / "").lexically_normal().parent_path();
  TRY(const auto at, open_folder(folder));
  TRY(auto program, open_at(at, name, folder / name));
  TRY_DO(check_program(program.descriptor(), folder / name));
  return program;
}

}  // namespace kigen::workers::ca::acme
