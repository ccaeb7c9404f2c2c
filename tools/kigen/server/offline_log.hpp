#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <filesystem>
#include <memory>
#include <string>

#include "events/log/event_log.hpp"

namespace kigen::tools {

/// Opens the log of an installation that does not run; in_use, with what to do, when it does.
Result<std::unique_ptr<events::EventLog>> open_offline_log(const std::filesystem::path& config_file);

/// "41" = right after that position, an RFC 3339 time = at that instant, empty = the end. As a number of
/// records.
Result<Position> records_until(events::EventLog& log, const std::string& at);

/// Runs one coroutine to its end on this thread.
template <class T>
T run_blocking(Task<T> task) {
  asio::io_context loop;
  auto result = asio::co_spawn(loop, std::move(task), asio::use_future);
  loop.run();
  return result.get();
}

}  // namespace kigen::tools
