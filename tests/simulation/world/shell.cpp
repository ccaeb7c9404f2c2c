#include "tests/simulation/world/shell.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <spdlog/fmt/fmt.h>

namespace kigen::simulation {
namespace {

constexpr int redirection_failed = 2;  // dash

std::string parent_of(const std::string& path) { return path.substr(0, path.rfind('/')); }
std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

std::string Shell::at(const std::string& path) const {
  return path.empty() || path.starts_with('/') ? path : folder_ + "/" + path;
}

const FileSystem::Node& Shell::node(const std::string& path) const {
  const auto* found = files_.find(at(path));
  if (found == nullptr) throw FileError{std::errc::no_such_file_or_directory, path};
  return *found;
}

bool Shell::is_ours(const std::string& path) const {
  const auto* found = files_.find(at(path));
  return found != nullptr && found->owner.uid == who_.uid;
}

bool Shell::is_writable(const std::string& path) const {
  const auto* found = files_.find(at(path));
  if (found == nullptr || files_.is_read_only()) return false;
  if (who_.uid == 0) return true;
  constexpr unsigned write = 02;
  const unsigned place = found->owner.uid == who_.uid ? 6 : found->owner.gid == who_.gid ? 3 : 0;
  return (found->mode >> place & write) != 0;
}

std::string Shell::stat(const std::string& path) const {
  const auto* found = files_.find(at(path));
  if (found == nullptr) return {};
  const auto name = [](unsigned id) { return id == 0 ? "root" : id == 33 ? "www-data" : "UNKNOWN"; };
  return fmt::format("{:o} {}:{}", found->mode, name(found->owner.uid), name(found->owner.gid));
}

std::string Shell::owner_and_mode(const std::string& path) const {
  const auto* found = files_.find(at(path));
  return found == nullptr ? "" : fmt::format("{}:{} {:o}", found->owner.uid, found->owner.gid, found->mode);
}

void Shell::open_for_writing(const std::string& path) {
  try {
    files_.write(who_, at(path), {}, new_file_mode());
  } catch (const FileError& error) {
    throw Exit{redirection_failed,
               "cannot create " + path + ": " + std::make_error_code(error.code).message()};
  }
}

void Shell::empty(const std::string& path) { open_for_writing(path); }

void Shell::write(const std::string& path, std::string_view bytes) {
  open_for_writing(path);
  files_.write(who_, at(path), bytes, new_file_mode());
}

void Shell::cat(const std::string& from, const std::string& to) {
  open_for_writing(to);
  files_.write(who_, at(to), files_.read(who_, at(from)), new_file_mode());
}

void Shell::mkdir(const std::string& path) { files_.make_folder(who_, at(path), 0777 & ~umask_); }

/// Goes on after a path that fails.
void Shell::mkdir_all(const std::vector<std::string>& paths) {
  constexpr unsigned owner_enters = 0300;  // folders on the way must be usable
  std::optional<FileError> failed;
  const auto make = [&](const auto& self, const std::string& path) -> void {
    if (files_.is_folder(path)) return;
    const auto parent = parent_of(path);
    if (!parent.empty()) self(self, parent);
    files_.make_folder(who_, path, (0777 & ~umask_) | owner_enters);
  };
  for (const auto& path : paths) try {
      make(make, at(path));
    } catch (const FileError& error) {
      failed = error;
    }
  if (failed) throw *failed;
}

void Shell::move(const std::string& from, const std::string& to) {
  rename(from, is_folder(to) ? to + "/" + name_of(from) : to);
}

void Shell::rename(const std::string& from, const std::string& to) { files_.rename(who_, at(from), at(to)); }

void Shell::copy(const std::string& from, const std::string& to) { files_.copy(who_, at(from), at(to)); }

void Shell::remove(const std::string& path) {
  const auto* found = files_.find(at(path), FileSystem::Links::keep);
  if (found == nullptr) return;
  if (found->kind == FileSystem::Kind::folder) throw FileError{std::errc::is_a_directory, path};
  files_.remove(who_, at(path));
}

void Shell::remove_tree(const std::string& path) { files_.remove_tree(who_, at(path)); }

void Shell::chmod(const std::string& path, unsigned mode) { files_.set_mode(who_, at(path), mode); }

void Shell::chown(const std::string& path, User owner) { files_.set_owner(who_, at(path), owner); }

void Shell::touch(const std::string& path) { files_.touch(who_, at(path), new_file_mode()); }

std::string Shell::readlink(const std::string& path) const {
  auto real = files_.real_path(at(path));
  if (!real) throw Exit{1};  // readlink -f says nothing
  return *std::move(real);
}

std::vector<std::string> Shell::newest_first(const std::string& folder) const {
  const auto* found = files_.find(at(folder));
  if (found == nullptr) return {};
  std::vector<std::pair<std::uint64_t, std::string>> entries;  // by age, then name
  for (const auto& [name, entry] : found->entries)
    if (!name.starts_with('.')) entries.emplace_back(~entry->modified, name);
  std::ranges::sort(entries);
  std::vector<std::string> names;
  for (auto& [age, name] : entries) names.push_back(std::move(name));
  return names;
}

}  // namespace kigen::simulation
