// Changes the master key of the vault in a folder, while system calls fail under it or it is killed.
// Usage: vault_rotator FOLDER
#include <cstdio>

#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/vault/rotation.hpp"
#include "tests/faults/rotated_vault.hpp"
#include "tests/faults/user.hpp"

using namespace kigen;

int main(int, char** arguments) {
  orchestrator::SystemRandom random;
  const auto source = tests::rotated_source(arguments[1]);
  tests::wait_for_faults();
  const auto rotated = orchestrator::vault::rotate(source, random);
  if (rotated) return 0;
  std::fprintf(stderr, "%s\n", describe(rotated.error()).c_str());
  return 1;
}
