#include "workers/ca/acme/dns_hook.hpp"

#include <algorithm>

#include "orchestrator/ports/certificate_authority.hpp"
#include "workers/ca/acme/program.hpp"

namespace kigen::workers::ca::acme {
namespace {

using orchestrator::ca_errc;

/// One line of what a program wrote, for a message.
std::string last_words(std::string output) {
  while (!output.empty() && static_cast<unsigned char>(output.back()) <= ' ') output.pop_back();
  std::ranges::replace_if(output, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  return output.size() <= 300 ? output : output.substr(output.size() - 300);
}

Task<Result<>> run_hook(std::string hook, std::string verb, TxtRecord record, orchestrator::Clock& clock,
                        Instant deadline) {
  const auto what = "DNS hook " + hook + " " + verb + " " + record.name;
  if (!hook.starts_with('/'))
    co_return fail(ca_errc::challenge_failed, what + ": dns-01 needs the absolute path of a program");
  auto ended = co_await run_program({hook, verb, record.name, record.value}, clock, deadline);
  if (!ended) co_return fail(ca_errc::challenge_failed, what + ": " + describe(ended.error()));
  if (ended->exit_code != 0)
    co_return fail(ca_errc::challenge_failed, what + ": exit code " + std::to_string(ended->exit_code) +
                                                  ", " + last_words(std::move(ended->output)));
  co_return Result<>{};
}

}  // namespace

Task<Result<>> add_record(std::string hook, TxtRecord record, orchestrator::Clock& clock, Instant deadline) {
  return run_hook(std::move(hook), "add", std::move(record), clock, deadline);
}

Task<Result<>> remove_record(std::string hook, TxtRecord record, orchestrator::Clock& clock,
                             Instant deadline) {
  return run_hook(std::move(hook), "remove", std::move(record), clock, deadline);
}

}  // namespace kigen::workers::ca::acme
