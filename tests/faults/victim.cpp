// Appends from several threads until it is killed; says each acknowledged append on standard output.
// Usage: victim FOLDER
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "events/log/rocks_log.hpp"
#include "tests/support/disk_log.hpp"
#include "tests/support/requests.hpp"
#include "tests/support/run.hpp"

using namespace kigen;

namespace {

/// One line in one write, so that the killer never reads half of one.
void say(const std::string& command, const events::Appended& appended) {
  const auto line =
      command + " " + std::to_string(appended.first) + " " + std::to_string(appended.count) + "\n";
  if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) std::exit(1);
}

Task<bool> append_for_ever(events::EventLog& log, std::string stream) {
  auto version = (co_await log.read_stream({stream}, 1, 1'000'000))->size();
  while (true) {
    const auto command = stream + "-" + std::to_string(version);
    const auto appended = co_await log.append(tests::request(stream, version, 1 + version % 3, command));
    if (!appended) co_return false;
    say(command, *appended);
    version += appended->count;
  }
}

}  // namespace

int main(int, char** arguments) {
  auto log = events::RocksLog::open({.path = arguments[1], .signer = tests::known_signer()});
  if (!log) {
    std::fprintf(stderr, "%s\n", describe(log.error()).c_str());
    return 1;
  }
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i] { tests::run(append_for_ever(**log, "order-" + std::to_string(i))); });
  for (auto& thread : threads) thread.join();
  return 1;
}
