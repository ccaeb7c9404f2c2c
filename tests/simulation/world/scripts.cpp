#include "tests/simulation/world/scripts.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "events/core/base64.hpp"
#include "orchestrator/pki/digest.hpp"
#include "workers/install/apache_scripts.hpp"
#include "workers/install/receive.hpp"

namespace kigen::simulation {
namespace {

namespace script = workers::install::script;
using Arguments = std::span<const std::string>;

constexpr unsigned private_umask = 077;
constexpr unsigned private_folder = 0700;
constexpr unsigned public_file = 0644;
constexpr int revive_tries = 10;

bool is_open(const FileSystem::Node& node) {
  constexpr unsigned others_write = 022;
  return (node.mode & others_write) != 0;
}

/// trust PATH.
class Trust {
 public:
  explicit Trust(const Shell& sh) : sh_(sh) {}
  void check(const std::string& path) {
    look_at("/");
    std::string at;
    std::string left = path;
    for (int hops = 0; !left.empty();) {
      const auto part = left.substr(0, left.find('/'));
      left.erase(0, part.size() + 1);
      if (part.empty() || part == ".") continue;
      if (part == "..") {
        at.erase(std::min(at.rfind('/'), at.size()));
        continue;
      }
      const auto next = at + "/" + part;
      look_at(next);
      if (!sh_.is_link(next)) {
        at = next;
        continue;
      }
      if (++hops > max_links) throw Exit{1, next + ": too many links\n"};
      const auto& leads = sh_.files().find(next, FileSystem::Links::keep)->bytes;
      if (leads.starts_with('/')) at.clear();
      left = leads + "/" + left;
    }
  }

 private:
  static constexpr int max_links = 40;

  void look_at(const std::string& path) const {
    constexpr unsigned sticky = 01000;
    const auto* node = sh_.files().find(path, FileSystem::Links::keep);
    if (node == nullptr || node->kind == FileSystem::Kind::file) return;
    if (node->owner.uid != root_user.uid && node->owner.uid != sh_.who().uid)
      throw Exit{1, path + " belongs to another\n"};
    if (node->kind == FileSystem::Kind::folder && is_open(*node) && (node->mode & sticky) == 0)
      throw Exit{1, path + " may be written to by others\n"};
  }

  const Shell& sh_;
};

void trust(const Shell& sh, const std::string& path) { Trust(sh).check(path); }

/// closed FOLDER.
void closed(const Shell& sh, const std::string& folder) {
  const auto* node = sh.files().find(folder);
  if (node == nullptr || is_open(*node)) throw Exit{1, folder + " may be written to by others\n"};
}

void remove_staging(ScriptRun& run) {
  auto& sh = run.shell;
  const auto start = "kigen-" + run.arguments[0] + "-";
  for (const auto& name : sh.newest_first("/tmp"))
    if (name.starts_with(start) && sh.is_ours("/tmp/" + name)) sh.remove_tree("/tmp/" + name);
}

void make_folders(ScriptRun& run) {
  auto& sh = run.shell;
  sh.umask(private_umask);
  trust(sh, run.arguments[0]);
  sh.mkdir_all({run.arguments[0]});
  for (const auto& folder : run.arguments.subspan(1)) {
    sh.mkdir_all({folder});
    if (sh.is_link(folder) || !sh.is_ours(folder)) throw Exit{1, folder + " belongs to somebody else\n"};
    sh.chmod(folder, private_folder);
  }
  trust(sh, run.arguments[2]);
}

/// The lines of input up to the dot, decoded; what is no base64 or not all there is not what was sent.
std::string next_file(std::string_view& input) {
  std::string bytes;
  while (!input.empty()) {
    const auto line = input.substr(0, input.find('\n'));
    input.remove_prefix(std::min(line.size() + 1, input.size()));
    if (line == ".") return bytes;
    bytes += from_base64(line).value_or("");
  }
  return bytes;
}

void receive(ScriptRun& run) {
  auto& sh = run.shell;
  const auto& folder = run.arguments[0];
  sh.umask(private_umask);
  trust(sh, folder);
  closed(sh, folder);
  auto input = run.input;
  for (auto left = run.arguments.subspan(1); left.size() >= 2; left = left.subspan(2)) {
    const auto part = folder + "/" + left[0] + ".new";
    const auto bytes = next_file(input);
    sh.remove(part);
    sh.write(part, bytes);
    if (orchestrator::pki::sha256_hex(bytes) != left[1]) {
      sh.remove(part);
      throw Exit{1, left[0] + " did not arrive as it was sent\n"};
    }
    sh.move(part, folder + "/" + left[0]);
  }
  sh.touch(folder);
}

/// What scripts in the work folder begin with: trust "$1".
void in_work_folder(const ScriptRun& run) { trust(run.shell, run.arguments[0]); }

void remove_generation(ScriptRun& run) {
  in_work_folder(run);
  run.shell.remove_tree(run.arguments[0]);
}

void remove_empty(ScriptRun& run) {
  in_work_folder(run);
  for (const auto& folder : run.arguments) try {
      const bool is_folder = run.shell.is_folder(folder) && !run.shell.is_link(folder);
      if (is_folder) run.shell.files().remove(run.shell.who(), folder);
    } catch (const FileError&) {
      continue;  // rmdir … || true
    }
}

/// Calls `each` with every pair: a name in the work folder and the path that Apache reads.
template <class Each>
void for_each_pair(Arguments pairs, Each each) {
  for (; pairs.size() >= 2; pairs = pairs.subspan(2)) each(pairs[0], pairs[1]);
}

std::string dirname_of(const std::string& path) {
  const auto end = path.rfind('/');
  return end == 0 ? "/" : path.substr(0, end);
}

/// resolve PATH.
std::string resolve(const Shell& sh, const std::string& path) {
  trust(sh, path);
  std::string target;
  try {
    target = sh.readlink(path);
  } catch (const Exit&) {
    throw Exit{1, path + " leads nowhere\n"};
  }
  closed(sh, dirname_of(target));
  return target;
}

/// target=$(readlink -f PATH) where that may fail.
std::optional<std::string> target_of(const Shell& sh, const std::string& path) {
  try {
    return sh.readlink(path);
  } catch (const Exit&) {
    return std::nullopt;
  }
}

void check_apart(const Shell& sh, const std::string& path, const std::string& target, Arguments others) {
  for_each_pair(others, [&](const std::string&, const std::string& other) {
    if (target_of(sh, other) == target) throw Exit{1, path + " and " + other + " are one file\n"};
  });
}

void inspect(ScriptRun& run) {
  auto& sh = run.shell;
  const auto& work = run.arguments[0];
  trust(sh, work);
  if (sh.exists(work) && !sh.is_folder(work)) throw Exit{1, work + " is no folder\n"};
  for (auto pairs = run.arguments.subspan(1); pairs.size() >= 2; pairs = pairs.subspan(2)) {
    const auto& path = pairs[1];
    const auto target = resolve(sh, path);
    if (sh.is_folder(target)) throw Exit{1, path + " is a folder\n"};
    const auto folder = dirname_of(target);
    if (!sh.is_writable(folder)) throw Exit{1, path + ": " + folder + " cannot be written\n"};
    check_apart(sh, path, target, pairs.subspan(2));
    const auto as = target == path ? "" : ", which is " + target;
    sh.print(sh.exists(target) ? path + ": " + sh.stat(target) + as + "; " : path + as + " is new; ");
  }
}

void back_up(ScriptRun& run) {
  auto& sh = run.shell;
  const auto& backup = run.arguments[0];
  const auto part = backup + ".part";
  sh.umask(private_umask);
  trust(sh, backup);
  if (sh.is_folder(backup)) return;
  sh.remove_tree(part);
  sh.mkdir(part);
  for_each_pair(run.arguments.subspan(1), [&](const std::string& name, const std::string& path) {
    const auto target = resolve(sh, path);
    if (sh.exists(target))
      sh.copy(target, part + "/" + name);
    else
      sh.empty(part + "/" + name + ".absent");
  });
  sh.move(part, backup);
}

void remove_backup(ScriptRun& run) {
  auto& sh = run.shell;
  const auto& backup = run.arguments[0];
  in_work_folder(run);
  if (sh.exists(backup + "/replacing") || sh.exists(backup + "/restoring"))
    throw Exit{1, backup + " is still needed: its files were not put back\n"};
  sh.remove_tree(backup);
  sh.remove_tree(backup + ".part");
}

void drop_backup(ScriptRun& run) {
  in_work_folder(run);
  run.shell.remove_tree(run.arguments[0]);
  run.shell.remove_tree(run.arguments[0] + ".part");
}

void remove_new(ScriptRun& run) {
  for_each_pair(run.arguments, [&](const std::string&, const std::string& path) {
    trust(run.shell, path);
    if (const auto target = target_of(run.shell, path)) run.shell.remove(*target + ".kigen-new");
  });
}

/// cp gives away what it may give away, and says nothing of the rest.
void keep_attributes(Shell& sh, const std::string& old, const std::string& fresh) {
  const auto& there = *sh.files().find(old);
  try {
    sh.chown(fresh, there.owner);
  } catch (const FileError& error) {
    if (error.code != std::errc::operation_not_permitted) throw;
  }
  sh.chmod(fresh, there.mode);
  sh.touch(fresh);
  if (sh.owner_and_mode(fresh) != sh.owner_and_mode(old)) throw Exit{1, old + " cannot be given its owner\n"};
}

void prepare(Shell& sh, const std::string& generation, const std::string& name, const std::string& target) {
  const auto fresh = target + ".kigen-new";
  sh.remove(fresh);
  sh.cat(generation + "/" + name, fresh);
  if (sh.exists(target))
    keep_attributes(sh, target, fresh);
  else if (name != "key")
    sh.chmod(fresh, public_file);
}

void swap(Shell& sh, const std::string& backup, const std::string& name, const std::string& target) {
  const auto fresh = target + ".kigen-new";
  if (!sh.exists(fresh)) return;
  sh.empty(backup + "/replaced-" + name);
  sh.rename(fresh, target);
}

void unless_undone(const Shell& sh, const std::string& backup) {
  if (sh.exists(backup + "/undoing")) throw Exit{1, "this apply is being undone\n"};
}

void replace(ScriptRun& run) {
  auto& sh = run.shell;
  const auto& generation = run.arguments[0];
  const auto& backup = run.arguments[1];
  const auto pairs = run.arguments.subspan(2);
  sh.umask(private_umask);
  trust(sh, generation);
  trust(sh, backup);
  unless_undone(sh, backup);
  sh.empty(backup + "/by-file");
  sh.empty(backup + "/replacing");
  for_each_pair(pairs, [&](const std::string& name, const std::string& path) {
    prepare(sh, generation, name, resolve(sh, path));
  });
  for_each_pair(pairs, [&](const std::string& name, const std::string& path) {
    swap(sh, backup, name, resolve(sh, path));
  });
}

void check_permissions(ScriptRun& run) {
  auto& sh = run.shell;
  const auto& backup = run.arguments[0];
  trust(sh, backup);
  for_each_pair(run.arguments.subspan(1), [&](const std::string& name, const std::string& path) {
    const auto target = resolve(sh, path);
    if (!sh.exists(target)) throw Exit{1, path + " is not there\n"};
    const auto is = sh.stat(target);
    const auto kept = backup + "/" + name;
    if (!sh.exists(kept + ".absent") && sh.owner_and_mode(kept) != sh.owner_and_mode(target))
      throw Exit{1, path + " is " + is + "\n"};
    const bool is_open = name == "key" && (sh.files().find(target)->mode & 04) != 0;
    sh.print(path + ": " + is + (is_open ? ", readable by everybody; " : "; "));
  });
}

void restore(ScriptRun& run) {
  auto& sh = run.shell;
  const auto& backup = run.arguments[0];
  sh.umask(private_umask);
  trust(sh, backup);
  if (!sh.is_folder(backup)) throw Exit{1, "there is no backup in " + backup + "\n"};
  sh.empty(backup + "/undoing");
  if (sh.exists(backup + "/replacing")) sh.move(backup + "/replacing", backup + "/restoring");
  for_each_pair(run.arguments.subspan(1), [&](const std::string& name, const std::string& path) {
    trust(sh, path);
    if (const auto found = target_of(sh, path)) sh.remove(*found + ".kigen-new");
    if (!sh.exists(backup + "/replaced-" + name) && sh.exists(backup + "/by-file")) return;
    const auto target = resolve(sh, path);
    if (sh.exists(backup + "/" + name + ".absent")) return sh.remove(target);
    sh.copy(backup + "/" + name, target + ".kigen-new");
    sh.rename(target + ".kigen-new", target);
  });
}

void prune(Shell& sh, const std::string& base, const std::string& kind, Arguments keep) {
  constexpr int kept = 2;
  int place = 0;
  for (const auto& name : sh.newest_first(base)) {
    if (!name.starts_with(kind + "-") || ++place <= kept) continue;
    if (std::ranges::find(keep, base + "/" + name) != keep.end()) continue;
    sh.remove_tree(base + "/" + name);
  }
}

void remove_old(ScriptRun& run) {
  in_work_folder(run);
  prune(run.shell, run.arguments[0], "generation", run.arguments.subspan(1));
  prune(run.shell, run.arguments[0], "backup", run.arguments.subspan(1));
}

void test_configuration(ScriptRun& run) {
  if (const auto wrong = run.apache.test(); !wrong.empty()) throw Exit{1, wrong + "\n"};
}

/// With a configuration that Apache refuses, the script does not find its pid and tries to start what may run
/// already: that fails as well.
bool restart_once(SimApache& apache) {
  if (!apache.alive()) return apache.start();
  return apache.graceful() && apache.alive();
}

Exit not_running(const SimApache& apache) {
  return {1, "Apache does not run any more\n" + apache.last_words() + "\n"};
}

void restart(ScriptRun& run) {
  trust(run.shell, run.arguments[2]);
  unless_undone(run.shell, run.arguments[2]);
  run.shell.empty(run.arguments[2] + "/restarting");
  if (!restart_once(run.apache)) throw not_running(run.apache);
}

void revive(ScriptRun& run) {
  auto& sh = run.shell;
  const auto& backup = run.arguments[2];
  trust(sh, backup);
  if (sh.exists(backup + "/replacing")) throw Exit{1, "the files were replaced again meanwhile\n"};
  if (sh.exists(backup + "/restarting"))
    for (int tries = 1; !restart_once(run.apache); ++tries)
      if (tries >= revive_tries) throw not_running(run.apache);
  sh.remove(backup + "/restarting");
  sh.remove(backup + "/restoring");
}

struct Known {
  const std::string& text;
  void (*run)(ScriptRun&);
};
const std::array known{
    Known{script::remove_staging, remove_staging},
    Known{script::make_folders, make_folders},
    Known{script::receive, receive},
    Known{script::remove_generation, remove_generation},
    Known{script::remove_empty, remove_empty},
    Known{script::inspect, inspect},
    Known{script::back_up, back_up},
    Known{script::remove_backup, remove_backup},
    Known{script::drop_backup, drop_backup},
    Known{script::remove_new, remove_new},
    Known{script::replace, replace},
    Known{script::check_permissions, check_permissions},
    Known{script::restore, restore},
    Known{script::remove_old, remove_old},
    Known{script::test_configuration, test_configuration},
    Known{script::restart, restart},
    Known{script::revive, revive},
};

}  // namespace

bool run_script(const std::string& text, ScriptRun& run) {
  const auto found = std::ranges::find_if(known, [&](const Known& entry) { return entry.text == text; });
  if (found == known.end()) return false;
  found->run(run);
  return true;
}

}  // namespace kigen::simulation
