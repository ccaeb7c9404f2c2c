#include "tests/simulation/world/scripts.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "workers/install/apache_scripts.hpp"

namespace kigen::simulation {
namespace {

namespace script = workers::install::script;
using Arguments = std::span<const std::string>;

constexpr unsigned private_umask = 077;
constexpr unsigned private_folder = 0700;
constexpr unsigned public_file = 0644;
constexpr int revive_tries = 10;

void remove_staging(ScriptRun& run) {
  auto& sh = run.shell;
  const auto start = "kigen-" + run.arguments[0] + "-";
  for (const auto& name : sh.newest_first("/tmp"))
    if (name.starts_with(start) && sh.is_ours("/tmp/" + name)) sh.remove_tree("/tmp/" + name);
}

void make_staging(ScriptRun& run) {
  auto& sh = run.shell;
  sh.umask(private_umask);
  remove_staging(run);
  const auto folder = "/tmp/kigen-" + run.arguments[0] + "-" + run.fresh_suffix;
  sh.mkdir(folder);
  sh.echo(folder);
}

void make_folders(ScriptRun& run) {
  auto& sh = run.shell;
  sh.umask(private_umask);
  sh.mkdir_all({run.arguments.begin(), run.arguments.end()});
  for (const auto& folder : run.arguments.subspan(1)) {
    if (sh.is_link(folder) || !sh.is_ours(folder)) throw Exit{1, folder + " belongs to somebody else\n"};
    sh.chmod(folder, private_folder);
  }
}

void take_over(ScriptRun& run) {
  auto& sh = run.shell;
  const auto& generation = run.arguments[0];
  const auto& staging = run.arguments[1];
  sh.umask(private_umask);
  for (const auto& name : run.arguments.subspan(2)) {
    sh.cat(staging + "/" + name, generation + "/" + name + ".new");
    sh.move(generation + "/" + name + ".new", generation + "/" + name);
  }
  sh.touch(generation);
}

void remove_generation(ScriptRun& run) { run.shell.remove_tree(run.arguments[0]); }

void remove_empty(ScriptRun& run) {
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

/// resolve PATH.
std::string resolve(const Shell& sh, const std::string& path) {
  try {
    return sh.readlink(path);
  } catch (const Exit&) {
    throw Exit{1, path + " leads nowhere\n"};
  }
}

std::string dirname_of(const std::string& path) {
  const auto end = path.rfind('/');
  return end == 0 ? "/" : path.substr(0, end);
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
  if (sh.exists(backup + "/replacing") || sh.exists(backup + "/restoring"))
    throw Exit{1, backup + " is still needed: its files were not put back\n"};
  sh.remove_tree(backup);
  sh.remove_tree(backup + ".part");
}

void drop_backup(ScriptRun& run) {
  run.shell.remove_tree(run.arguments[0]);
  run.shell.remove_tree(run.arguments[0] + ".part");
}

void remove_new(ScriptRun& run) {
  for_each_pair(run.arguments, [&](const std::string&, const std::string& path) {
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
  if (!sh.is_folder(backup)) throw Exit{1, "there is no backup in " + backup + "\n"};
  sh.empty(backup + "/undoing");
  if (sh.exists(backup + "/replacing")) sh.move(backup + "/replacing", backup + "/restoring");
  for_each_pair(run.arguments.subspan(1), [&](const std::string& name, const std::string& path) {
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
  unless_undone(run.shell, run.arguments[2]);
  run.shell.empty(run.arguments[2] + "/restarting");
  if (!restart_once(run.apache)) throw not_running(run.apache);
}

void revive(ScriptRun& run) {
  auto& sh = run.shell;
  const auto& backup = run.arguments[2];
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
    Known{script::make_staging, make_staging},
    Known{script::remove_staging, remove_staging},
    Known{script::make_folders, make_folders},
    Known{script::take_over, take_over},
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
