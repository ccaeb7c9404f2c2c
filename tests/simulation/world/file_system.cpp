#include "tests/simulation/world/file_system.hpp"

#include <algorithm>
#include <deque>
#include <ranges>
#include <utility>
#include <vector>

namespace kigen::simulation {
namespace {

using Node = FileSystem::Node;
using Kind = FileSystem::Kind;

constexpr int max_links = 40;  // as Linux
constexpr unsigned to_read = 4, to_write = 2, to_enter = 1;

std::deque<std::string> parts_of(std::string_view path) {
  std::deque<std::string> parts;
  for (const auto part : path | std::views::split('/'))
    if (!part.empty()) parts.emplace_back(part.begin(), part.end());
  return parts;
}

std::size_t blocks_for(std::size_t bytes) {
  return (bytes + FileSystem::block_bytes - 1) / FileSystem::block_bytes;
}

bool may(User who, const Node& node, unsigned what) {
  if (who.uid == root_user.uid) return true;
  const unsigned shift = who.uid == node.owner.uid ? 6 : who.gid == node.owner.gid ? 3 : 0;
  return (node.mode >> shift & what) == what;
}

/// A name in a folder, and what bears it.
struct Place {
  Node* folder = nullptr;  ///< null = the root itself
  std::string name = {};
  Node* node = nullptr;
  std::string path = {};  ///< without links
};

/// One walk from the root down a path.
class Walk {
 public:
  Walk(Node& root, User who, std::string_view path) : who_(who), path_(path), left_(parts_of(path)) {
    stack_.push_back({.node = &root});
  }

  Place to_end(FileSystem::Links links) {
    if (path_.empty()) throw FileError{std::errc::no_such_file_or_directory, {}};
    while (!left_.empty()) {
      auto part = std::move(left_.front());
      left_.pop_front();
      step(part, links);
    }
    return stack_.back();
  }

 private:
  void step(const std::string& part, FileSystem::Links links) {
    Node* at = stack_.back().node;
    if (at == nullptr) throw FileError{std::errc::no_such_file_or_directory, std::string(path_)};
    if (at->kind != Kind::folder) throw FileError{std::errc::not_a_directory, std::string(path_)};
    if (!may(who_, *at, to_enter)) throw FileError{std::errc::permission_denied, std::string(path_)};
    if (part == ".") return;
    if (part == "..") return up();
    const auto found = at->entries.find(part);
    Node* node = found == at->entries.end() ? nullptr : found->second.get();
    const bool follows = !left_.empty() || links == FileSystem::Links::follow;
    if (node != nullptr && node->kind == Kind::link && follows) return go_on_at(node->bytes);
    stack_.push_back({at, part, node, stack_.back().path + "/" + part});
  }

  void up() {
    if (stack_.size() > 1) stack_.pop_back();
  }

  void go_on_at(const std::string& target) {
    if (++followed_ > max_links)
      throw FileError{std::errc::too_many_symbolic_link_levels, std::string(path_)};
    if (target.starts_with('/')) stack_.resize(1);
    auto parts = parts_of(target);
    left_.insert(left_.begin(), parts.begin(), parts.end());
  }

  User who_;
  std::string_view path_;
  std::deque<std::string> left_;
  std::vector<Place> stack_;
  int followed_ = 0;
};

Place walk(Node& root, User who, std::string_view path, FileSystem::Links links) {
  return Walk(root, who, path).to_end(links);
}

FileError error(std::errc code, std::string_view path) { return {code, std::string(path)}; }

void check(bool allowed, std::errc otherwise, std::string_view path) {
  if (!allowed) throw error(otherwise, path);
}

/// A place whose name may be added or taken away.
Place changeable(Node& root, User who, std::string_view path, FileSystem::Links links) {
  auto place = walk(root, who, path, links);
  check(place.folder != nullptr, std::errc::device_or_resource_busy, path);
  check(may(who, *place.folder, to_write), std::errc::permission_denied, path);
  return place;
}

Node& existing(const Place& place, std::string_view path) {
  check(place.node != nullptr, std::errc::no_such_file_or_directory, path);
  return *place.node;
}

}  // namespace

FileSystem::FileSystem() : root_(std::make_unique<Node>()) {
  root_->kind = Kind::folder;
  root_->mode = 0755;
}

const Node* FileSystem::find(std::string_view path, Links links) const {
  try {
    return walk(*root_, root_user, path, links).node;
  } catch (const FileError&) {
    return nullptr;
  }
}

bool FileSystem::is_folder(std::string_view path) const {
  const auto* node = find(path);
  return node != nullptr && node->kind == Kind::folder;
}

bool FileSystem::is_link(std::string_view path) const {
  const auto* node = find(path, Links::keep);
  return node != nullptr && node->kind == Kind::link;
}

std::optional<std::string> FileSystem::real_path(std::string_view path) const {
  try {
    auto real = walk(*root_, root_user, path, Links::follow).path;
    return real.empty() ? "/" : std::move(real);
  } catch (const FileError&) {
    return std::nullopt;
  }
}

const std::string& FileSystem::read(User who, std::string_view path) const {
  const auto& node = existing(walk(*root_, who, path, Links::follow), path);
  check(node.kind == Kind::file, std::errc::is_a_directory, path);
  check(may(who, node, to_read), std::errc::permission_denied, path);
  return node.bytes;
}

void FileSystem::about_to_change(std::string_view path) {
  if (read_only_) throw error(std::errc::read_only_file_system, path);
  if (!changes_to_live_) return;
  if (*changes_to_live_ <= 1) {
    changes_to_live_.reset();
    throw Killed{};
  }
  --*changes_to_live_;
}

Node& FileSystem::add(Node& folder, const std::string& name, Kind kind, User who, unsigned mode) {
  auto node = std::make_unique<Node>();
  node->kind = kind;
  node->mode = mode & permission_bits;
  node->owner = who;
  node->modified = folder.modified = now_;
  return *(folder.entries[name] = std::move(node));
}

void FileSystem::release(const Node& node) {
  if (!free_blocks_) return;
  if (node.kind == Kind::file) *free_blocks_ += blocks_for(node.bytes.size());
  for (const auto& [name, entry] : node.entries) release(*entry);
}

void FileSystem::detach(Node& folder, const std::string& name) {
  const auto entry = folder.entries.find(name);
  release(*entry->second);
  folder.entries.erase(entry);
  folder.modified = now_;
}

void FileSystem::fill(Node& file, std::string_view bytes, std::string_view path) {
  release(file);
  const auto room = free_blocks_ ? *free_blocks_ * block_bytes : bytes.size();
  file.bytes = bytes.substr(0, room);
  file.modified = now_;
  if (free_blocks_) *free_blocks_ -= blocks_for(file.bytes.size());
  check(bytes.size() <= room, std::errc::no_space_on_device, path);
}

void FileSystem::write(User who, std::string_view path, std::string_view bytes, unsigned new_mode) {
  auto place = walk(*root_, who, path, Links::follow);
  if (place.node == nullptr) place = changeable(*root_, who, path, Links::follow);
  check(place.node == nullptr || place.node->kind == Kind::file, std::errc::is_a_directory, path);
  check(place.node == nullptr || may(who, *place.node, to_write), std::errc::permission_denied, path);
  about_to_change(path);
  auto& file =
      place.node != nullptr ? *place.node : add(*place.folder, place.name, Kind::file, who, new_mode);
  fill(file, bytes, path);
}

void FileSystem::make_folder(User who, std::string_view path, unsigned mode) {
  const auto place = changeable(*root_, who, path, Links::keep);
  check(place.node == nullptr, std::errc::file_exists, path);
  about_to_change(path);
  add(*place.folder, place.name, Kind::folder, who, mode);
}

void FileSystem::make_link(User who, std::string_view path, std::string target) {
  const auto place = changeable(*root_, who, path, Links::keep);
  check(place.node == nullptr, std::errc::file_exists, path);
  about_to_change(path);
  add(*place.folder, place.name, Kind::link, who, 0777).bytes = std::move(target);
}

void FileSystem::copy(User who, std::string_view from, std::string_view to) {
  const auto& source = existing(walk(*root_, who, from, Links::keep), from);
  check(source.kind != Kind::file || may(who, source, to_read), std::errc::permission_denied, from);
  const auto place = changeable(*root_, who, to, Links::keep);
  check(place.node == nullptr, std::errc::file_exists, to);
  about_to_change(to);
  copy_node(who, source, *place.folder, place.name, to);
}

/// Mode, owner and time come last, as cp gives them: a copy that failed has none of them yet.
void FileSystem::copy_node(User who, const Node& from, Node& folder, const std::string& name,
                           std::string_view path) {
  constexpr unsigned owner_only = 0700;
  auto& made = add(folder, name, from.kind, who, from.mode & owner_only);
  if (from.kind == Kind::link) made.bytes = from.bytes;
  if (from.kind == Kind::file) fill(made, from.bytes, path);
  for (const auto& [entry, node] : from.entries) copy_node(who, *node, made, entry, path);
  made.mode = from.mode;
  if (who.uid == root_user.uid) made.owner = from.owner;
  made.modified = from.modified;
}

void FileSystem::rename(User who, std::string_view from, std::string_view to) {
  const auto source = changeable(*root_, who, from, Links::keep);
  const auto& node = existing(source, from);
  const auto target = changeable(*root_, who, to, Links::keep);
  if (target.node == &node) return;
  if (target.node != nullptr) {
    const bool onto_folder = target.node->kind == Kind::folder;
    check(onto_folder || node.kind != Kind::folder, std::errc::not_a_directory, to);
    check(!onto_folder || node.kind == Kind::folder, std::errc::is_a_directory, to);
    check(target.node->entries.empty(), std::errc::directory_not_empty, to);
  }
  about_to_change(to);
  if (target.node != nullptr) detach(*target.folder, target.name);
  auto moved = source.folder->entries.extract(source.name);
  moved.key() = target.name;
  target.folder->entries.insert(std::move(moved));
  source.folder->modified = target.folder->modified = now_;
}

void FileSystem::remove(User who, std::string_view path) {
  const auto place = changeable(*root_, who, path, Links::keep);
  check(existing(place, path).entries.empty(), std::errc::directory_not_empty, path);
  about_to_change(path);
  detach(*place.folder, place.name);
}

void FileSystem::remove_tree(User who, std::string_view path) {
  const auto* node = find(path, Links::keep);
  if (node == nullptr) return;
  std::vector<std::string> names;
  for (const auto& [name, entry] : node->entries) names.push_back(name);
  for (const auto& name : names) remove_tree(who, std::string(path) + "/" + name);
  remove(who, path);
}

Node& FileSystem::owned(User who, std::string_view path) {
  auto& node = existing(walk(*root_, who, path, Links::follow), path);
  check(who.uid == root_user.uid || who.uid == node.owner.uid, std::errc::operation_not_permitted, path);
  about_to_change(path);
  return node;
}

void FileSystem::set_mode(User who, std::string_view path, unsigned mode) {
  owned(who, path).mode = mode & permission_bits;
}

void FileSystem::set_owner(User who, std::string_view path, User owner) {
  auto& node = owned(who, path);
  check(who.uid == root_user.uid || (owner.uid == node.owner.uid && owner.gid == who.gid),
        std::errc::operation_not_permitted, path);
  node.owner = owner;
}

void FileSystem::touch(User who, std::string_view path, unsigned new_mode) {
  if (find(path) == nullptr) return write(who, path, {}, new_mode);
  owned(who, path).modified = now_;
}

}  // namespace kigen::simulation
