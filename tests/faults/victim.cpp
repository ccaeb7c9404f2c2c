// Appends from several threads, and puts and erases secrets from one, until it is killed; says on standard
// output what was acknowledged. Usage: victim FOLDER FIRST-VAULT-STEP
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/system_executor.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "events/log/rocks_log.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/vault/file_vault.hpp"
#include "tests/faults/vault_steps.hpp"
#include "tests/support/disk_log.hpp"
#include "tests/support/requests.hpp"
#include "tests/support/run.hpp"

using namespace kigen;

namespace {

/// One line in one write, so that the killer never reads half of one.
void say(const std::string& what) {
  const auto line = what + "\n";
  if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) std::exit(1);
}

Task<bool> append_for_ever(events::EventLog& log, std::string stream) {
  auto version = (co_await log.read_stream({stream}, 1, 1'000'000))->size();
  while (true) {
    const auto command = stream + "-" + std::to_string(version);
    const auto appended = co_await log.append(tests::request(stream, version, 1 + version % 3, command));
    if (!appended) co_return false;
    say("appended " + command + " " + std::to_string(appended->first) + " " +
        std::to_string(appended->count));
    version += appended->count;
  }
}

Task<bool> keep_secrets_for_ever(orchestrator::Vault& vault, std::uint64_t number) {
  for (;; ++number) {
    const auto step = tests::endless_step(number);
    const auto ref = tests::ref_of(step.slot);
    const auto done = step.text ? co_await vault.put(ref, Secret(*step.text)) : co_await vault.erase(ref);
    if (!done) co_return false;
    say("kept " + std::to_string(number));
  }
}

int not_opened(const Error& error) {
  std::fprintf(stderr, "%s\n", describe(error).c_str());
  return 1;
}

}  // namespace

int main(int, char** arguments) {
  const std::filesystem::path folder = arguments[1];
  const auto first_step = std::strtoull(arguments[2], nullptr, 10);
  auto log = events::RocksLog::open({.path = folder / "log", .signer = tests::known_signer()});
  if (!log) return not_opened(log.error());
  orchestrator::SystemRandom random;
  const auto vault = orchestrator::vault::FileVault::open(folder / "vault", tests::known_master(), random,
                                                          asio::system_executor());
  if (!vault) return not_opened(vault.error());
  std::vector<std::thread> threads;
  threads.emplace_back([&] { tests::run(keep_secrets_for_ever(**vault, first_step)); });
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i] { tests::run(append_for_ever(**log, "order-" + std::to_string(i))); });
  for (auto& thread : threads) thread.join();
  return 1;
}
