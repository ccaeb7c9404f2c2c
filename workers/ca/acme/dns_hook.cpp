#include "workers/ca/acme/dns_hook.hpp"

#include "events/core/readable.hpp"
#include "orchestrator/ports/certificate_authority.hpp"
#include "workers/ca/acme/program.hpp"

namespace kigen::workers::ca::acme {
namespace {

using orchestrator::ca_errc;

constexpr std::size_t told_output_bytes = 300;

Task<Result<>> run_hook(const HookFolder& hooks, std::string hook, std::string verb, TxtRecord record,
                        orchestrator::Clock& clock, Instant deadline) {
  const auto what = "DNS hook " + hook + " " + verb + " " + record.name;
  CO_TRY(const auto program, hooks.open(hook));
  auto ended =
      co_await run_program(program.descriptor(), {hook, verb, record.name, record.value}, clock, deadline);
  if (!ended) co_return fail(ca_errc::challenge_failed, what + ": " + describe(ended.error()));
  if (ended->exit_code != 0)
    co_return fail(ca_errc::challenge_failed, what + ": exit code " + std::to_string(ended->exit_code) +
                                                  ", " + readable_end(ended->output, told_output_bytes));
  co_return Result<>{};
}

}  // namespace

Task<Result<>> add_record(const HookFolder& hooks, std::string hook, TxtRecord record,
                          orchestrator::Clock& clock, Instant deadline) {
  return run_hook(hooks, std::move(hook), "add", std::move(record), clock, deadline);
}

Task<Result<>> remove_record(const HookFolder& hooks, std::string hook, TxtRecord record,
                             orchestrator::Clock& clock, Instant deadline) {
  return run_hook(hooks, std::move(hook), "remove", std::move(record), clock, deadline);
}

}  // namespace kigen::workers::ca::acme
