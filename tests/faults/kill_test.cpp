// A log and a vault whose process is killed again and again. KIGEN_KILL_ROUNDS says how often (tools/faults
// --rounds).
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/system_executor.hpp>
#include <chrono>
#include <cstdlib>
#include <map>
#include <random>
#include <string>

#include "events/log/database.hpp"
#include "events/log/verify.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/vault/file_vault.hpp"
#include "tests/faults/killing.hpp"
#include "tests/faults/vault_steps.hpp"
#include "tests/support/run.hpp"
#include "tests/support/temp_folder.hpp"

namespace kigen::tests {
namespace {

using std::chrono::microseconds;

constexpr int default_rounds = 200;
constexpr int rounds_between_verifications = 5;  // reading it all takes longer than the rest
constexpr unsigned seed = 1;
constexpr microseconds longest_start{100'000};
constexpr microseconds longest_load{40'000};
constexpr unsigned one_killed_at_start_in = 4;

std::size_t files_in(const std::filesystem::path& folder) {
  const std::filesystem::recursive_directory_iterator entries(folder);
  return static_cast<std::size_t>(
      std::ranges::count_if(entries, [](const auto& entry) { return entry.is_regular_file(); }));
}

void expect_kept(const std::filesystem::path& log,
                 const std::map<std::string, events::Appended>& acknowledged) {
  if (acknowledged.empty()) return;
  const auto database = events::Database::open(log / "db", events::Database::Mode::read_only);
  ASSERT_TRUE(database) << describe(database.error());
  for (const auto& [command, landing] : acknowledged) {
    const auto found = (*database)->landing_of(command).value();
    ASSERT_TRUE(found) << command;
    EXPECT_EQ(found->first, landing.first) << command;
    EXPECT_EQ(found->count, landing.count) << command;
    const auto last = events::decode_record((*database)->record(landing.last()).value());
    EXPECT_EQ(last->meta.command_id, command);
  }
}

/// After so many steps, or one more: the one under way may have been done.
void expect_secrets_kept(const std::filesystem::path& folder, std::uint64_t steps) {
  orchestrator::SystemRandom random;
  const auto vault =
      orchestrator::vault::FileVault::open(folder, known_master(), random, asio::system_executor());
  ASSERT_TRUE(vault) << describe(vault.error());
  std::map<char, std::optional<std::string>> expected;
  for (auto number = steps - std::min(steps, endless_slots); number < steps; ++number)
    expected[endless_step(number).slot] = endless_step(number).text;
  const auto under_way = endless_step(steps);
  std::size_t files = 1;  // the check of the master key
  for (const auto& [slot, text] : expected) {
    const auto found = run((*vault)->get(ref_of(slot)));
    const bool none = !found && found.error().code == orchestrator::vault_errc::not_found;
    ASSERT_TRUE(found || none) << slot << ": " << describe(found.error());
    const auto now = none ? std::nullopt : std::optional(found->reveal());
    EXPECT_TRUE(now == text || (slot == under_way.slot && now == under_way.text)) << slot;
    files += now ? 1 : 0;
  }
  if (expected.size() == endless_slots) EXPECT_EQ(files_in(folder), files) << "nothing half-written stays";
}

/// As `kigen verify`, but that a log which was never closed may have no checkpoint.
void expect_sound(const std::filesystem::path& log) {
  const auto verified = events::verify({.path = log});
  ASSERT_TRUE(verified) << describe(verified.error());
  for (const auto& finding : verified->findings) ADD_FAILURE() << finding.where << ": " << finding.what;
}

/// At any moment of the start, or under load.
Acknowledged kill_one(const std::filesystem::path& folder, std::uint64_t first_vault_step,
                      std::mt19937& random) {
  const bool at_start = random() % one_killed_at_start_in == 0;
  const auto longest = at_start ? longest_start : longest_load;
  const microseconds rest(random() % static_cast<unsigned>(longest.count()));
  Victim victim(folder.string(), first_vault_step);
  if (!at_start) victim.await_first_acknowledgement();
  return victim.kill_after(rest);
}

int rounds() {
  const char* const said = std::getenv("KIGEN_KILL_ROUNDS");
  return said == nullptr ? default_rounds : std::max(1, std::atoi(said));
}

TEST(Kill, loses_nothing_that_was_acknowledged) {
  const TempFolder folder;
  const auto log = folder.path() / "log";
  std::mt19937 random(seed);
  Acknowledged all;
  for (int round = 1; round <= rounds() && !HasFailure(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    const auto acknowledged = kill_one(folder.path(), all.vault_steps, random);
    expect_kept(log, acknowledged.appends);
    expect_secrets_kept(folder.path() / "vault", acknowledged.vault_steps);
    all.appends.insert(acknowledged.appends.begin(), acknowledged.appends.end());
    all.vault_steps = acknowledged.vault_steps;
    if (round % rounds_between_verifications == 0 && !all.appends.empty()) expect_sound(log);
  }
  expect_sound(log);
  expect_kept(log, all.appends);
  std::printf("%d rounds, %zu appends and %ju vault steps acknowledged and kept\n", rounds(),
              all.appends.size(), std::uintmax_t{all.vault_steps});
}

}  // namespace
}  // namespace kigen::tests
