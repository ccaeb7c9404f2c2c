// The simulated host does what real ones do: the same scripts, run by /bin/sh in a folder and by SimHost,
// leave the same files and give the same answers.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>

#include <spdlog/fmt/fmt.h>

#include "tests/simulation/world/host.hpp"
#include "tests/support/temp_folder.hpp"
#include "workers/install/apache_scripts.hpp"
#include "workers/install/receive.hpp"

namespace kigen::simulation {
namespace {

namespace fs = std::filesystem;
namespace script = workers::install::script;
using tests::TempFolder;
using workers::install::SentFile;

/// What a run leaves to see. Of standard error only whether there was any: dash words its errors itself.
struct Answer {
  int exit_code = 0;
  std::string out = {};
  friend bool operator==(const Answer&, const Answer&) = default;
};

/// What is at a path, in words.
std::string describe(char kind, unsigned mode, unsigned uid, std::uint64_t modified, std::string_view bytes) {
  return fmt::format("{} {:o} {} {} {} bytes {:x}", kind, mode, uid, modified, bytes.size(),
                     std::hash<std::string_view>{}(bytes));
}
using Tree = std::map<std::string, std::string>;

/// The real thing, below a folder that stands for "/".
class RealHost {
 public:
  explicit RealHost(fs::path root) : root_(std::move(root)) {}
  std::string at(const std::string& path) const {
    return path.starts_with('/') ? root_.string() + path : path;
  }

  Answer run(const std::string& text, const std::vector<std::string>& arguments,
             const std::string& input) const {
    const auto out = root_.parent_path() / "out";
    std::ofstream(root_.parent_path() / "in") << input;
    const pid_t child = ::fork();
    if (child == 0) exec(text, arguments, out);
    int status = 0;
    ::waitpid(child, &status, 0);
    std::ifstream file(out);
    std::string said{std::istreambuf_iterator<char>(file), {}};
    for (auto at = said.find(root_.string()); at != said.npos; at = said.find(root_.string()))
      said.erase(at, root_.string().size());
    return {WEXITSTATUS(status), said};
  }

  /// Times in the host's own count: whatever was changed since the last call was changed at `now`.
  void stamp(std::uint64_t now) const {
    for (const auto& entry : fs::recursive_directory_iterator(root_)) {
      struct stat facts{};
      ::lstat(entry.path().c_str(), &facts);
      constexpr time_t long_ago = 1'000'000;
      if (facts.st_mtim.tv_sec < long_ago) continue;
      const timespec then{.tv_sec = static_cast<time_t>(now), .tv_nsec = 0};
      const std::array times{then, then};
      ::utimensat(AT_FDCWD, entry.path().c_str(), times.data(), AT_SYMLINK_NOFOLLOW);
    }
  }

  Tree tree() const {
    Tree found;
    for (const auto& entry : fs::recursive_directory_iterator(root_))
      found[entry.path().string().substr(root_.string().size())] = facts_of(entry.path());
    return found;
  }

 private:
  [[noreturn]] void exec(const std::string& text, const std::vector<std::string>& arguments,
                         const fs::path& out) const {
    const int to = ::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int from = ::open((root_.parent_path() / "in").c_str(), O_RDONLY);
    const int nothing = ::open("/dev/null", O_RDWR);
    ::dup2(from, 0);
    ::dup2(to, 1);
    ::dup2(nothing, 2);
    ::umask(022);
    ::setenv("TMPDIR", at("/tmp").c_str(), 1);
    ::setenv("LC_ALL", "C", 1);
    std::vector<std::string> words{"sh", "-c", text, "kigen"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> raw;
    for (auto& word : words) raw.push_back(word.data());
    raw.push_back(nullptr);
    if (::chdir(at("/home/deploy").c_str()) == 0) ::execv("/bin/sh", raw.data());
    ::_exit(127);
  }

  std::string facts_of(const fs::path& path) const {
    struct stat facts{};
    ::lstat(path.c_str(), &facts);
    std::string bytes;
    if (S_ISREG(facts.st_mode)) {
      std::ifstream file(path, std::ios::binary);
      bytes.assign(std::istreambuf_iterator<char>(file), {});
    }
    if (S_ISLNK(facts.st_mode)) bytes = fs::read_symlink(path).string().substr(root_.string().size());
    const char kind = S_ISREG(facts.st_mode) ? 'f' : S_ISDIR(facts.st_mode) ? 'd' : 'l';
    return describe(kind, facts.st_mode & 07777, facts.st_uid,
                    static_cast<std::uint64_t>(facts.st_mtim.tv_sec), bytes);
  }

  fs::path root_;
};

void add_to(Tree& tree, const std::string& path, const FileSystem::Node& node) {
  const char kind = node.kind == FileSystem::Kind::file     ? 'f'
                    : node.kind == FileSystem::Kind::folder ? 'd'
                                                            : 'l';
  if (!path.empty()) tree[path] = describe(kind, node.mode, node.owner.uid, node.modified, node.bytes);
  for (const auto& [name, entry] : node.entries) add_to(tree, path + "/" + name, *entry);
}

/// Both hosts; each call does the same to both and compares.
class Pair {
 public:
  explicit Pair(fs::path root) : real_(root), root_(std::move(root)) {
    fs::create_directory(root_);
    for (const char* folder : {"/tmp", "/home", "/home/deploy"}) fs::create_directory(real_.at(folder));
    ::chmod(real_.at("/tmp").c_str(), 01777);
    ::chown(real_.at("/home/deploy").c_str(), 1000, 1000);
    for (const char* folder : {"/etc", "/etc/site", "/srv", "/srv/work"}) make_folder(folder);
    settle();
  }

  void make_folder(const std::string& path) {
    fs::create_directory(real_.at(path));
    sim_.files().make_folder(root_user, path, 0755);
  }
  void put(const std::string& path, const std::string& bytes, unsigned mode, User owner) {
    sim_.files().tick();
    remove(path);
    write(real_.at(path), path, bytes, mode);
    ::chown(real_.at(path).c_str(), owner.uid, owner.gid);
    ::chmod(real_.at(path).c_str(), mode);
    sim_.files().set_owner(root_user, path, owner);
    settle();
  }
  void remove(const std::string& path) {
    sim_.files().tick();
    fs::remove_all(real_.at(path));
    sim_.files().remove_tree(root_user, path);
    settle();
  }
  void link(const std::string& path, const std::string& target) {
    sim_.files().tick();
    remove(path);
    fs::create_symlink(real_.at(target), real_.at(path));
    sim_.files().make_link(root_user, path, target);
    settle();
  }
  /// Space for so many blocks more.
  void limit(std::size_t blocks) { sim_.files().set_free_blocks(blocks); }

  Answer run(const std::string& text, const std::vector<std::string>& arguments,
             const std::string& input = {}) {
    std::vector<std::string> simulated{"sh", "-c", text, "kigen"}, real;
    for (const auto& argument : arguments) {
      simulated.push_back(argument);
      real.push_back(real_.at(argument));
    }
    const auto output = sim_.run(simulated, true, input);
    const auto answer = real_.run(text, real, input);
    EXPECT_EQ(answer, (Answer{output.exit_code, output.out})) << output.err;
    settle();
    return answer;
  }
  /// Another's, or open to others: what is under it is not to be touched then.
  void give_away(const std::string& path, unsigned owner, unsigned mode) {
    sim_.files().tick();
    ::chown(real_.at(path).c_str(), owner, 0);
    ::chmod(real_.at(path).c_str(), mode);
    sim_.files().set_owner(root_user, path, {owner, 0});
    sim_.files().set_mode(root_user, path, mode);
    settle();
  }

  void expect_same() {
    Tree simulated;
    add_to(simulated, "", *sim_.files().find("/"));
    EXPECT_EQ(real_.tree(), simulated);
  }

 private:
  /// Where space ends, both keep what fitted.
  void write(const std::string& real, const std::string& simulated, const std::string& bytes, unsigned mode) {
    std::ofstream(real) << bytes;
    ::chmod(real.c_str(), mode);
    try {
      sim_.files().write(root_user, simulated, bytes, mode);
    } catch (const FileError& error) {
      EXPECT_EQ(error.code, std::errc::no_space_on_device);
    }
  }
  void settle() { real_.stamp(sim_.files().now()); }

  SimHost sim_{{}};
  RealHost real_;
  fs::path root_;
};

/// One seed's deeds.
class Deeds {
 public:
  Deeds(Pair& hosts, unsigned seed, std::size_t largest_file)
      : hosts_(hosts), random_(seed), largest_(largest_file) {
    for (const auto& path : targets_) hosts_.put(path, bytes(), 0640, {33, 33});
  }

  void one() {
    switch (below(20)) {
      case 0:
        return transfer();
      case 1:
        return run("make_folders", script::make_folders, {"/srv/work", base_, generation()});
      case 2:
        return run("back_up", script::back_up, with_pairs({backup()}));
      case 3:
        return run("replace", script::replace, with_pairs({generation(), backup()}));
      case 4:
        return run("restore", script::restore, with_pairs({backup()}));
      case 5:
        return run("check_permissions", script::check_permissions, with_pairs({backup()}));
      case 6:
        return run("remove_old", script::remove_old, {base_, generation(), generation(), backup()});
      case 7:
        return run("remove_generation", script::remove_generation, {generation()});
      case 8:
        return run("remove_backup", script::remove_backup, {backup()});
      case 9:
        return run("remove_empty", script::remove_empty, {generation(), base_});
      case 10:
        return remove_staging();
      case 11:  // where no restart was begun it has files to look at only
        return run("revive", script::revive, {"true", "", backup()});
      case 12:
        return run("inspect", script::inspect, with_pairs({"/srv/work"}));
      case 13:
        return run("drop_backup", script::drop_backup, {backup()});
      case 14:
        return run("remove_new", script::remove_new, with_pairs({}));
      case 15:
        return hosts_.remove(below(4) == 0 ? backup() + "/key" : target(below(3)));
      case 16:
        return hosts_.put(target(below(3)), bytes(), 0600 + 0044 * below(2), {below(2) * 33, 0});
      case 17:
        return give_away();
      default:
        return hosts_.link(target(below(3)), below(3) == 0 ? "/etc/none/else" : "/etc/site/else");
    }
  }

 private:
  unsigned below(unsigned limit) { return static_cast<unsigned>(random_() % limit); }
  std::string bytes() { return std::string(random_() % largest_, static_cast<char>('a' + below(26))); }
  std::string generation() { return base_ + "/generation-" + std::to_string(below(5)); }
  std::string backup() { return base_ + "/backup-" + std::to_string(below(5)); }
  const std::string& target(unsigned which) const { return targets_[which]; }

  void run(const char* name, const std::string& text, const std::vector<std::string>& arguments) {
    SCOPED_TRACE(std::string(name) + " " + fmt::format("{}", fmt::join(arguments, " ")));
    hosts_.run(text, arguments);
  }
  void transfer() {
    const auto folder = generation();
    run("make_folders", script::make_folders, {"/srv/work", base_, folder});
    receive(folder);
    if (below(2) == 0) return;
    const auto kept = backup();
    run("back_up", script::back_up, with_pairs({kept}));
    run("replace", script::replace, with_pairs({folder, kept}));
  }
  /// Some of it may be lost or changed on the way.
  void receive(const std::string& folder) {
    std::vector<SentFile> files;
    for (const char* name : {"certificate", "chain", "key"})
      files.push_back({name, Secret(std::string(random_() % largest_, 'x'))});
    auto input = workers::install::input_of(files).reveal();
    if (below(4) == 0) input.resize(random_() % input.size());
    SCOPED_TRACE("receive " + folder);
    hosts_.run(script::receive, workers::install::arguments_of(folder, files), input);
  }
  /// What an earlier version left there.
  void remove_staging() {
    for (const auto* name : {"one", "two"})
      if (below(2) == 0) hosts_.put("/tmp/kigen-" + std::string(name) + "-0a1b2c3d", bytes(), 0600, {});
    run("remove_staging", script::remove_staging, {below(2) == 0 ? "one" : "two"});
  }
  /// For one deed; then it is as it was.
  void give_away() {
    const auto* path = below(2) == 0 ? "/etc/site" : "/srv";
    constexpr std::array modes{0755u, 0775u, 0757u, 01777u};
    hosts_.give_away(path, below(2) * 33, modes[below(4)]);
    one();
    hosts_.give_away(path, 0, 0755);
  }
  std::vector<std::string> with_pairs(std::vector<std::string> arguments) {
    const std::array<std::string, 3> names{"certificate", "chain", "key"};
    for (unsigned i = 0; i < names.size(); ++i)
      if (i != 1 || below(2) == 0) arguments.insert(arguments.end(), {names[i], target(i)});
    return arguments;
  }

  Pair& hosts_;
  std::mt19937 random_;
  std::size_t largest_;
  const std::string base_ = "/srv/work/site";
  const std::array<std::string, 3> targets_{"/etc/site/cert.pem", "/etc/site/chain.pem", "/etc/site/key.pem"};
};

class SimHostContract : public testing::TestWithParam<unsigned> {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "owners of files need root";
  }
  TempFolder folder_;
};

TEST_P(SimHostContract, does_what_a_shell_does) {
  Pair hosts(folder_.path() / "host");
  Deeds deeds(hosts, GetParam(), 200);
  for (int i = 0; i < 40 && !HasFailure(); ++i) deeds.one();
  hosts.expect_same();
}

/// A file system of so many blocks, in a mount namespace that this process keeps.
class SmallDisk {
 public:
  SmallDisk(fs::path at, std::size_t blocks) : at_(std::move(at)) {
    fs::create_directory(at_);
    const auto size = "size=" + std::to_string(blocks * FileSystem::block_bytes);
    mounted_ = ::unshare(CLONE_NEWNS) == 0 &&
               ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
               ::mount("none", at_.c_str(), "tmpfs", 0, size.c_str()) == 0;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (mounted_) ::umount(at_.c_str());
  }
  bool mounted() const { return mounted_; }

 private:
  fs::path at_;
  bool mounted_ = false;
};

TEST_P(SimHostContract, runs_out_of_space_as_tmpfs_does) {
  constexpr std::size_t blocks = 16;
  const SmallDisk disk(folder_.path() / "host", blocks);
  if (!disk.mounted()) GTEST_SKIP() << "a tmpfs cannot be mounted here";
  Pair hosts(folder_.path() / "host");
  hosts.limit(blocks);
  Deeds deeds(hosts, GetParam(), 2 * FileSystem::block_bytes);
  for (int i = 0; i < 40 && !HasFailure(); ++i) deeds.one();
  hosts.expect_same();
}

INSTANTIATE_TEST_SUITE_P(Seeds, SimHostContract, testing::Range(1u, 13u));

}  // namespace
}  // namespace kigen::simulation
