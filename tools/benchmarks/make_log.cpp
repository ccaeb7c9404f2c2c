// A log for the running product: the least that a served certificate takes, for many services. It is of
// yesterday, so that nothing is overdue: the product is to be measured, not its catching up on renewals.
//   make_log FOLDER SIGNER_KEY_FILE SERVICES
#include <cstdio>
#include <cstdlib>

#include "tools/benchmarks/history.hpp"

using namespace kigen;

int main(int count, char** arguments) {
  if (count != 4) {
    std::fprintf(stderr, "usage: make_log FOLDER SIGNER_KEY_FILE SERVICES\n");
    return 2;
  }
  const auto services = static_cast<std::size_t>(std::atoi(arguments[3]));
  const auto yesterday =
      std::chrono::floor<Duration>(std::chrono::system_clock::now()) - std::chrono::days(1);
  benchmarks::write_log(arguments[1], benchmarks::Past::imported, services,
                        events::Signer::load(arguments[2]).value(), benchmarks::History(yesterday));
}
