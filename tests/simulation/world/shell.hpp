#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/world/file_system.hpp"

namespace kigen::simulation {

/// Thrown where a script ends early.
struct Exit {
  int code = 1;
  std::string words = {};  ///< its standard error
};

/// The commands that the scripts use, as dash and GNU coreutils have them under `set -e`: where a command
/// fails, Exit or FileError (exit code 1) is thrown.
class Shell {
 public:
  Shell(FileSystem& files, User who, std::string folder)
      : files_(files), who_(who), folder_(std::move(folder)) {}

  void umask(unsigned mask) { umask_ = mask; }
  void print(std::string_view words) { out_ += words; }
  const std::string& out() const { return out_; }
  User who() const { return who_; }
  FileSystem& files() const { return files_; }

  // Tests.
  bool exists(const std::string& path) const { return files_.find(at(path)) != nullptr; }  ///< -e
  bool is_folder(const std::string& path) const { return files_.is_folder(at(path)); }     ///< -d
  bool is_link(const std::string& path) const { return files_.is_link(at(path)); }         ///< -L
  bool is_ours(const std::string& path) const;                                             ///< -O
  bool is_writable(const std::string& path) const;                                         ///< -w

  void empty(const std::string& path);                          ///< : > PATH
  void write(const std::string& path, std::string_view bytes);  ///< … > PATH
  void cat(const std::string& from, const std::string& to);     ///< cat FROM > TO
  void mkdir(const std::string& path);                          ///< mkdir PATH
  void mkdir_all(const std::vector<std::string>& paths);        ///< mkdir -p PATH…
  void move(const std::string& from, const std::string& to);    ///< mv -f FROM TO: into TO if it is a folder
  void rename(const std::string& from, const std::string& to);  ///< mv -fT FROM TO
  void copy(const std::string& from, const std::string& to);    ///< cp -a FROM TO
  void remove(const std::string& path);                         ///< rm -f PATH
  void remove_tree(const std::string& path);                    ///< rm -rf PATH
  void chmod(const std::string& path, unsigned mode);
  void chown(const std::string& path, User owner);
  void touch(const std::string& path);
  std::string readlink(const std::string& path) const;  ///< readlink -f PATH
  std::string stat(const std::string& path) const;      ///< stat -c '%a %U:%G' PATH; nothing where it fails
  std::string owner_and_mode(const std::string& path) const;  ///< stat -c '%u:%g %a' PATH; so too
  /// ls -1t FOLDER: what is not hidden, the newest first; nothing where there is no folder.
  std::vector<std::string> newest_first(const std::string& folder) const;

 private:
  std::string at(const std::string& path) const;
  const FileSystem::Node& node(const std::string& path) const;
  void open_for_writing(const std::string& path);
  unsigned new_file_mode() const { return 0666 & ~umask_; }

  FileSystem& files_;
  User who_;
  std::string folder_;  // where relative paths start
  unsigned umask_ = 022;
  std::string out_;
};

}  // namespace kigen::simulation
