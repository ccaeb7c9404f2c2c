// Appends to a log, closes it, opens it again and appends more, while system calls fail under it. Says each
// command that was acknowledged. Usage: log_user FOLDER. Exit code: see below.
#include <poll.h>

#include <cstdio>

#include "events/log/rocks_log.hpp"
#include "tests/faults/user.hpp"
#include "tests/support/disk_log.hpp"
#include "tests/support/requests.hpp"

using namespace kigen;

namespace {

enum Ending { all_kept = 0, not_opened = 3, not_healed = 4, wrong_error = 5 };

constexpr int appends_each_time = 6;
constexpr std::size_t events_each = 30;  // enough for a full tile
constexpr int most_tries = 10;

[[noreturn]] void end(Ending ending, const Error& error) {
  std::fprintf(stderr, "log_user: %s\n", describe(error).c_str());
  std::_Exit(ending);
}

std::unique_ptr<events::RocksLog> open(const char* folder) {
  Error last;
  for (int tries = 0; tries < most_tries; ++tries) {
    auto opened = events::RocksLog::open({.path = folder, .signer = tests::known_signer()});
    if (opened) return *std::move(opened);
    last = opened.error();
  }
  end(not_opened, last);
}

void wait_until_healed(const events::RocksLog& log) {
  for (int looks = 0; looks < 4'000; ++looks) {
    if (log.intake() == events::Intake::open) return;
    ::poll(nullptr, 0, 5);
  }
  end(not_healed, {events::make_error_code(events::log_errc::storage_failed), log.trouble()});
}

/// Asks again until it is done: a failed disk must be told as that, and the log must heal.
template <class Ask>
auto insist(const events::RocksLog& log, Ask ask) {
  for (int tries = 1;; ++tries) {
    auto answer = ask();
    if (answer) return *std::move(answer);
    const auto& error = answer.error();
    if (error.code != events::log_errc::storage_full && error.code != events::log_errc::storage_failed)
      end(wrong_error, error);
    if (tries == most_tries) end(not_healed, error);
    wait_until_healed(log);
  }
}

void use(tests::Loop& loop, events::RocksLog& log, const std::string& stream) {
  for (int i = 0; i < appends_each_time; ++i) {
    const auto command = stream + "-" + std::to_string(i);
    const auto landing = insist(log, [&] {
      return loop.run(log.append(tests::request(stream, std::size_t(i) * events_each, events_each, command)));
    });
    tests::say(command + " " + std::to_string(landing.first));
  }
  insist(log, [&] { return loop.run(log.checkpoint()); });
}

}  // namespace

int main(int, char** arguments) {
  tests::Loop loop;
  tests::wait_for_faults();
  for (const auto* const stream : {"order-a", "order-b"}) use(loop, *open(arguments[1]), stream);
  return all_kept;
}
