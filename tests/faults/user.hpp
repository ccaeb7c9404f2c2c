#pragma once

#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <cstdlib>
#include <string>

#include "events/core/task.hpp"

// What the programs share that use log and vault while their system calls fail. None of their own calls may
// be one of those: hence send() and recv() on a socket, and a loop that has started before the faults begin.
namespace kigen::tests {

/// A thread to run coroutines on.
class Loop {
 public:
  /// Asio makes one write(2) when its loop starts.
  Loop() { const asio::steady_timer starts_the_loop(pool_); }
  /// Runs one coroutine to its end.
  template <class T>
  T run(Task<T> task) {
    return asio::co_spawn(pool_, std::move(task), asio::use_future).get();
  }
  asio::any_io_executor executor() { return pool_.get_executor(); }

 private:
  asio::thread_pool pool_{1};
};

/// One line to whoever started us, over the socket that is our standard output.
inline void say(const std::string& line) {
  const auto whole = line + "\n";
  if (::send(STDOUT_FILENO, whole.data(), whole.size(), 0) != static_cast<ssize_t>(whole.size()))
    std::exit(1);
}

/// Returns when whoever started us has strace(1) attached.
inline void wait_for_faults() {
  ::prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
  say("ready");
  char go = 0;
  if (::recv(STDOUT_FILENO, &go, 1, 0) != 1) std::exit(1);
}

}  // namespace kigen::tests
