// Puts, replaces and erases secrets in a vault while system calls fail under it. Says each step that was
// done. Usage: vault_user FOLDER. Exit code: see below.
#include <cstdio>
#include <optional>

#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/vault/file_vault.hpp"
#include "tests/faults/user.hpp"
#include "tests/faults/vault_steps.hpp"

using namespace kigen;
using namespace kigen::orchestrator;

namespace {

enum Ending { all_done = 0, not_opened = 3, not_done = 4, neither_old_nor_new = 5, wrong_error = 6 };

constexpr int most_tries = 5;

[[noreturn]] void end(Ending ending, const Error& error) {
  std::fprintf(stderr, "vault_user: %s\n", describe(error).c_str());
  std::_Exit(ending);
}

bool is_about_the_disk(const Error& error) {
  return error.code == vault_errc::write_failed || error.code == vault_errc::read_failed;
}

std::unique_ptr<vault::FileVault> open(const char* folder, Random& random, tests::Loop& loop) {
  for (int tries = 1;; ++tries) {
    auto opened = vault::FileVault::open(folder, tests::known_master(), random, loop.executor());
    if (opened) return *std::move(opened);
    if (!is_about_the_disk(opened.error())) end(wrong_error, opened.error());
    if (tries == most_tries) end(not_opened, opened.error());
  }
}

/// The secret as it is; none = there is none.
std::optional<std::string> look(tests::Loop& loop, vault::FileVault& vault, SecretRef ref) {
  for (int tries = 1;; ++tries) {
    const auto got = loop.run(vault.get(ref));
    if (got) return got->reveal();
    if (got.error().code == vault_errc::not_found) return std::nullopt;
    if (!is_about_the_disk(got.error())) end(wrong_error, got.error());
    if (tries == most_tries) end(not_done, got.error());
  }
}

Result<> attempt(tests::Loop& loop, vault::FileVault& vault, const tests::VaultStep& step) {
  if (step.text) return loop.run(vault.put(tests::ref_of(step.slot), Secret(*step.text)));
  return loop.run(vault.erase(tests::ref_of(step.slot)));
}

/// A step that fails leaves the old secret or the new one, and can be repeated.
void do_step(tests::Loop& loop, vault::FileVault& vault, const tests::VaultStep& step) {
  const auto old = look(loop, vault, tests::ref_of(step.slot));
  for (int tries = 1;; ++tries) {
    const auto done = attempt(loop, vault, step);
    if (done) return;
    if (!is_about_the_disk(done.error())) end(wrong_error, done.error());
    const auto now = look(loop, vault, tests::ref_of(step.slot));
    if (now != old && now != step.text) end(neither_old_nor_new, done.error());
    if (tries == most_tries) end(not_done, done.error());
  }
}

}  // namespace

int main(int, char** arguments) {
  tests::Loop loop;
  SystemRandom random;
  tests::wait_for_faults();
  const auto vault = open(arguments[1], random, loop);
  for (const auto& step : tests::vault_steps()) {
    do_step(loop, *vault, step);
    tests::say("done");
  }
  return all_done;
}
