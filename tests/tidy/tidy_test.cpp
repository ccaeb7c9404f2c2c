#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/places.hpp"

// Reads our own sources and fails when they go against the picture in docs/ARCHITECTURE.md.

namespace {

namespace fs = std::filesystem;

const fs::path root = kigen::tests::source_folder();
const std::vector<std::string> folders{"events", "orchestrator", "projections", "workers",
                                       "api",    "tools",        "tests"};

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool is_source(const fs::path& file) { return file.extension() == ".cpp" || file.extension() == ".hpp"; }

/// All C++ files of ours, as paths from the root.
const std::vector<std::string>& sources() {
  static const auto all = [] {
    std::vector<std::string> found;
    for (const auto& folder : folders)
      for (const auto& entry : fs::recursive_directory_iterator(root / folder))
        if (entry.is_regular_file() && is_source(entry.path()))
          found.push_back(fs::relative(entry.path(), root).generic_string());
    std::ranges::sort(found);
    return found;
  }();
  return all;
}

std::string folder_of(const std::string& path) { return path.substr(0, path.find('/')); }

/// Our own headers that a file includes.
std::vector<std::string> includes_of(const std::string& path) {
  static const std::regex include(R"re(#include "([^"]+)")re");
  const auto text = read(root / path);
  std::vector<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), include), end; it != end; ++it) {
    const std::string header = (*it)[1];
    found.push_back(fs::exists(root / "tests" / header) ? "tests/" + header : header);
  }
  return found;
}

bool mentions(const std::string& path, const std::string& pattern) {
  return std::regex_search(read(root / path), std::regex(pattern));
}

std::vector<std::string> files_mentioning(const std::string& pattern,
                                          const std::set<std::string>& in_folders) {
  std::vector<std::string> found;
  for (const auto& path : sources())
    if (in_folders.contains(folder_of(path)) && path != "tests/tidy/tidy_test.cpp" && mentions(path, pattern))
      found.push_back(path);
  return found;
}

const std::set<std::string> product{"events", "orchestrator", "projections", "workers", "api", "tools"};

TEST(Tidy, includes_follow_the_picture) {
  const std::map<std::string, std::set<std::string>> may_include{
      {"events", {"events"}},
      {"orchestrator", {"events", "orchestrator"}},
      {"projections", {"events", "projections"}},
      {"workers", {"events", "orchestrator", "workers"}},
      {"api", {"events", "orchestrator", "projections", "api"}},
      {"tools", {"events", "orchestrator", "projections", "workers", "api", "tools"}},
      {"tests", {"events", "orchestrator", "projections", "workers", "api", "tools", "tests"}},
  };
  for (const auto& path : sources())
    for (const auto& header : includes_of(path)) {
      if (header.find('/') == std::string::npos) continue;
      EXPECT_TRUE(may_include.at(folder_of(path)).contains(folder_of(header)))
          << path << " includes " << header;
    }
}

TEST(Tidy, decisions_never_see_asio) {
  const std::regex pure(R"(orchestrator/[a-z_]+/(decide|evolve|policy|state|commands).*)");
  for (const auto& path : sources())
    if (std::regex_match(path, pure)) EXPECT_FALSE(mentions(path, "boost/asio|core/task.hpp")) << path;
}

/// All headers of ours that a file comes to see.
std::set<std::string> seen_by(const std::string& path) {
  std::set<std::string> seen;
  std::vector<std::string> left{path};
  while (!left.empty()) {
    const auto next = left.back();
    left.pop_back();
    for (const auto& header : includes_of(next))
      if (fs::exists(root / header) && seen.insert(header).second) left.push_back(header);
  }
  return seen;
}

// It may be done in another process: all that it needs is in its brief.
TEST(Tidy, work_on_the_outside_sees_neither_world_nor_log_nor_vault) {
  int looked_at = 0;
  for (const auto& path : sources()) {
    if (!std::regex_match(path, std::regex("workers/.*_work\\.cpp"))) continue;
    ++looked_at;
    const auto seen = seen_by(path);
    for (const auto* at_home : {"orchestrator/world.hpp", "orchestrator/runtime/orchestrator.hpp",
                                "events/log/event_log.hpp", "orchestrator/ports/vault.hpp"})
      EXPECT_FALSE(seen.contains(at_home)) << path << " sees " << at_home;
  }
  EXPECT_GE(looked_at, 6);
}

TEST(Tidy, the_clock_is_read_in_one_file) {
  auto readers = files_mentioning(R"(system_clock::now|gettimeofday|clock_gettime)", product);
  std::erase_if(readers, [](const std::string& path) { return path.starts_with("tools/benchmarks/"); });
  EXPECT_EQ(readers, (std::vector<std::string>{"orchestrator/runtime/system_clock.cpp"}));
}

TEST(Tidy, randomness_is_made_in_one_file) {
  EXPECT_EQ(files_mentioning(R"(RAND_bytes|random_device|getrandom|randombytes_buf)", product),
            (std::vector<std::string>{"orchestrator/runtime/system_random.cpp"}));
}

// Others' are not annotated, so that clang cannot see who forgets to take them.
TEST(Tidy, mutexes_are_our_own) {
  EXPECT_EQ(
      files_mentioning(
          R"(std::(\w*mutex|lock_guard|unique_lock|shared_lock|scoped_lock|condition_variable)\b|<(shared_)?mutex>)",
          {folders.begin(), folders.end()}),
      (std::vector<std::string>{"events/core/fair_mutex.hpp", "events/core/mutex.hpp"}));
}

// Whose command it is, and what it may see, is said in one place; the others name no service.
TEST(Tidy, the_api_sends_commands_from_one_file) {
  EXPECT_EQ(files_mentioning(R"(orchestrator\.(execute|execute_all|submit|ask)\()", {"api"}),
            (std::vector<std::string>{"api/routes/session_answer.cpp", "api/server/ask.hpp",
                                      "api/server/execute.cpp", "api/server/server.cpp"}));
}

// What a route shows it shows to its caller: for whom that is, the gate has said.
TEST(Tidy, no_route_asks_for_everything) {
  auto askers = files_mentioning(R"(\beverything\()", {"api"});
  std::erase_if(askers, [](const std::string& path) { return !path.starts_with("api/routes/"); });
  EXPECT_EQ(askers, std::vector<std::string>{});
}

TEST(Tidy, no_file_that_nothing_uses) {
  std::set<std::string> used;
  for (const auto& path : sources())
    for (const auto& header : includes_of(path)) used.insert(header);
  std::string build_files;
  for (const auto& entry : fs::recursive_directory_iterator(root))
    if (entry.path().filename() == "CMakeLists.txt" &&
        fs::relative(entry.path(), root).generic_string().find("build") != 0)
      build_files += read(entry.path());
  for (const auto& path : sources()) {
    if (path.ends_with(".hpp"))
      EXPECT_TRUE(used.contains(path)) << path << " is included nowhere";
    else
      EXPECT_NE(build_files.find(fs::path(path).filename().string()), std::string::npos)
          << path << " is built nowhere";
  }
}

TEST(Tidy, tests_do_not_sleep) {
  EXPECT_EQ(files_mentioning(R"(sleep_for|usleep\(|\bsleep\()", {"tests"}), std::vector<std::string>{});
}

TEST(Tidy, nothing_is_left_for_later) {
  EXPECT_EQ(files_mentioning(R"(\b(TODO|FIXME|XXX|HACK)\b)", {folders.begin(), folders.end()}),
            std::vector<std::string>{});
}

TEST(Tidy, headers_are_included_once) {
  for (const auto& path : sources())
    if (path.ends_with(".hpp")) EXPECT_TRUE(read(root / path).starts_with("#pragma once")) << path;
}

/// The rows of the tables in docs/security.md, without their heads.
std::vector<std::string> attacks() {
  std::vector<std::string> rows;
  std::istringstream page(read(root / "docs/security.md"));
  for (std::string line; std::getline(page, line);)
    if (line.starts_with("| ") && !line.starts_with("| attack ") && !line.starts_with("| who "))
      rows.push_back(line);
  return rows;
}

/// What stands in `a page` between back quotes and names a test: Suite.name, or a file.
std::vector<std::string> tests_named_in(const std::string& text) {
  static const std::regex name(R"re(`((?:tests|tools)/[\w/.-]+|[A-Z]\w+\.\w+)`)re");
  std::vector<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), name), end; it != end; ++it)
    found.push_back((*it)[1]);
  return found;
}

bool exists(const std::string& test) {
  if (test.contains('/')) return fs::exists(root / test);
  static const auto declared = [] {
    static const std::regex declaration(R"re(\bTEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\s*\))re");
    std::set<std::string> all;
    for (const auto& path : sources()) {
      if (!path.starts_with("tests/")) continue;
      const auto text = read(root / path);
      for (std::sregex_iterator it(text.begin(), text.end(), declaration), end; it != end; ++it)
        all.insert((*it)[1].str() + "." + (*it)[2].str());
    }
    return all;
  }();
  return declared.contains(test);
}

TEST(Tidy, every_attack_of_the_threat_model_is_played_by_a_test_that_exists) {
  EXPECT_GT(attacks().size(), 40U);
  for (const auto& row : attacks()) EXPECT_FALSE(tests_named_in(row).empty()) << row;
  for (const auto& test : tests_named_in(read(root / "docs/security.md"))) EXPECT_TRUE(exists(test)) << test;
}

}  // namespace
