#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace kigen::simulation {

/// Who acts on files; 0 may do everything.
struct User {
  unsigned uid = 0;
  unsigned gid = 0;
};
inline constexpr User root_user{};

/// Thrown where a system call would fail.
struct FileError {
  std::errc code = {};
  std::string path = {};
};
/// Thrown at a change that the process does not live to make.
struct Killed {};

/// Files in memory as POSIX has them: owners, modes, symbolic links, atomic rename, and space that runs out
/// in blocks as on tmpfs. Paths are absolute. No hard links. One thread.
class FileSystem {
 public:
  static constexpr std::size_t block_bytes = 4096;
  static constexpr unsigned permission_bits = 07777;

  enum class Kind : std::uint8_t { file, folder, link };
  struct Node {
    Kind kind = Kind::file;
    unsigned mode = 0;
    User owner = {};
    std::uint64_t modified = 0;  ///< by the clock that tick() moves
    std::string bytes = {};      ///< of a link: its target
    std::map<std::string, std::unique_ptr<Node>, std::less<>> entries = {};
  };
  enum class Links : bool { keep, follow };  ///< what to do with a link at the end of a path

  FileSystem();

  // Looking. Links on the way are always followed; what cannot be reached is not there.
  const Node* find(std::string_view path, Links links = Links::follow) const;
  bool is_folder(std::string_view path) const;
  bool is_link(std::string_view path) const;
  /// What `readlink -f` prints: no links left; the last part need not exist.
  std::optional<std::string> real_path(std::string_view path) const;
  /// As `who` may read it. Throws FileError.
  const std::string& read(User who, std::string_view path) const;

  // Changing. Each throws FileError and then has changed nothing, but where it says so.
  /// Makes or empties the file, then writes; with too little space what fits is written.
  void write(User who, std::string_view path, std::string_view bytes, unsigned new_mode);
  void make_folder(User who, std::string_view path, unsigned mode);
  void make_link(User who, std::string_view path, std::string target);
  /// `cp -a` to a path that is free; with too little space what fits is written.
  void copy(User who, std::string_view from, std::string_view to);
  /// rename(2): what is there is replaced in one step.
  void rename(User who, std::string_view from, std::string_view to);
  /// A file, a link or an empty folder.
  void remove(User who, std::string_view path);
  /// `rm -rf`: what is not there is fine.
  void remove_tree(User who, std::string_view path);
  void set_mode(User who, std::string_view path, unsigned mode);
  void set_owner(User who, std::string_view path, User owner);
  void touch(User who, std::string_view path, unsigned new_mode);

  // Faults.
  /// How much more can be written; none = no limit.
  void set_free_blocks(std::optional<std::size_t> blocks) { free_blocks_ = blocks; }
  std::optional<std::size_t> free_blocks() const { return free_blocks_; }
  void set_read_only(bool on) { read_only_ = on; }
  bool is_read_only() const { return read_only_; }
  /// The n-th change from now is not made: Killed is thrown, once.
  void kill_before_change(unsigned n) { changes_to_live_ = n; }
  void spare() { changes_to_live_.reset(); }
  /// Later changes have a later time.
  void tick() { ++now_; }
  std::uint64_t now() const { return now_; }

 private:
  Node& owned(User who, std::string_view path);
  Node& add(Node& folder, const std::string& name, Kind kind, User who, unsigned mode);
  void detach(Node& folder, const std::string& name);
  void fill(Node& file, std::string_view bytes, std::string_view path);
  void copy_node(User who, const Node& from, Node& folder, const std::string& name, std::string_view path);
  void release(const Node& node);
  void about_to_change(std::string_view path);

  std::unique_ptr<Node> root_;
  std::optional<std::size_t> free_blocks_ = {};
  std::optional<unsigned> changes_to_live_ = {};
  std::uint64_t now_ = 1;
  bool read_only_ = false;
};

}  // namespace kigen::simulation
