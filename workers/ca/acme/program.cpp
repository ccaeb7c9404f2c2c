#include "workers/ca/acme/program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <string_view>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "orchestrator/runtime/cancellation.hpp"
#include "orchestrator/runtime/with_deadline.hpp"

namespace kigen::workers::ca::acme {
namespace {

using orchestrator::cancelled;
using orchestrator::is_cancelled;

constexpr std::size_t max_output_bytes = 4096;

std::unexpected<Error> system_error(int number, const std::string& what) {
  return fail(Error{std::error_code(number, std::generic_category()), what});
}

/// Both ends of a pipe; the child gets the writing one only.
struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() = default;
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    for (const int end : ends)
      if (end >= 0) ::close(end);
  }
  bool open() { return ::pipe2(ends.data(), O_CLOEXEC) == 0; }
  int release_reader() { return std::exchange(ends[0], -1); }
};

constexpr int program_place = STDERR_FILENO + 1;
constexpr auto program_path = "/proc/self/fd/3";

/// What the child starts with: nothing of ours but the pipe and its own program.
class Surroundings {
 public:
  Surroundings(int program, int output) {
    posix_spawn_file_actions_init(&files_);
    posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files_, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files_, output, STDERR_FILENO);
    posix_spawn_file_actions_adddup2(&files_, program, program_place);
    posix_spawn_file_actions_addclosefrom_np(&files_, program_place + 1);
    posix_spawn_file_actions_addchdir_np(&files_, "/");
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setflags(&attributes_,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
  }
  Surroundings(const Surroundings&) = delete;
  Surroundings& operator=(const Surroundings&) = delete;
  ~Surroundings() {
    posix_spawn_file_actions_destroy(&files_);
    posix_spawnattr_destroy(&attributes_);
  }
  const posix_spawn_file_actions_t* files() const { return &files_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t files_ = {};
  posix_spawnattr_t attributes_ = {};
};

/// A running child, leader of its own process group; killed and reaped when it goes.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (pid_ > 0) reap();
  }
  int open_pidfd() const { return static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)); }
  /// Ends what is left of the group; the leader has ended or does so now.
  int reap() {
    int status = 0;
    ::kill(-pid_, SIGKILL);
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
    return status;
  }
  bool has_ended() const {
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == pid_;
  }

 private:
  pid_t pid_;
};

Result<pid_t> spawn(int program, std::vector<std::string>& arguments, int output) {
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (auto& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  std::string path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  std::string locale = "LC_ALL=C.UTF-8";
  std::array<char*, 3> environment{path.data(), locale.data(), nullptr};
  const Surroundings surroundings(program, output);
  pid_t pid = 0;
  const int error = ::posix_spawn(&pid, program_path, surroundings.files(), surroundings.attributes(),
                                  argv.data(), environment.data());
  if (error != 0) return system_error(error, arguments[0]);
  return pid;
}

void keep(std::string& output, std::string_view more) {
  output.append(more.substr(0, max_output_bytes - output.size()));
}

/// Reads until all writers are gone; more than the limit is read and dropped, so that the program can go on.
Task<Result<>> collect(asio::posix::stream_descriptor& from, std::string& output) {
  std::array<char, 1024> some;
  for (;;) {
    if (is_cancelled(co_await asio::this_coro::cancellation_state)) co_return cancelled();
    const auto [error, count] =
        co_await from.async_read_some(asio::buffer(some), asio::as_tuple(asio::use_awaitable));
    keep(output, {some.data(), count});
    if (error == asio::error::operation_aborted) co_return cancelled();
    if (error) co_return Result<>{};
  }
}

/// What the program wrote last. Children that it left behind may hold the pipe open: never waits for them.
void collect_rest(asio::posix::stream_descriptor& from, std::string& output) {
  std::array<char, max_output_bytes> some;
  boost::system::error_code error;
  from.non_blocking(true, error);
  const auto count = error ? 0 : from.read_some(asio::buffer(some), error);
  keep(output, {some.data(), count});
}

Task<Result<>> wait_for_end(const Child& child, asio::posix::stream_descriptor& pidfd) {
  while (!child.has_ended()) {
    if (is_cancelled(co_await asio::this_coro::cancellation_state)) co_return cancelled();
    const auto [error] = co_await pidfd.async_wait(asio::posix::stream_descriptor::wait_read,
                                                   asio::as_tuple(asio::use_awaitable));
    if (error) co_return cancelled();
  }
  co_return Result<>{};
}

Task<Result<>> collect_until_end(const Child& child, asio::posix::stream_descriptor& from,
                                 asio::posix::stream_descriptor& pidfd, std::string& output) {
  std::optional<Result<>> ended, collected;
  std::ignore =
      co_await orchestrator::first_of(orchestrator::detail::store(wait_for_end(child, pidfd), ended),
                                      orchestrator::detail::store(collect(from, output), collected));
  if (!ended || !*ended) CO_TRY_DO(co_await wait_for_end(child, pidfd));  // it closed its output and goes on
  collect_rest(from, output);
  co_return Result<>{};
}

}  // namespace

Task<Result<ProgramEnd>> run_program(int program, std::vector<std::string> arguments,
                                     orchestrator::Clock& clock, Instant deadline) {
  Pipe pipe;
  if (!pipe.open()) co_return system_error(errno, "pipe");
  CO_TRY(const auto pid, spawn(program, arguments, pipe.ends[1]));
  Child child(pid);
  ::close(std::exchange(pipe.ends[1], -1));
  const int end_fd = child.open_pidfd();
  if (end_fd < 0) co_return system_error(errno, "pidfd_open");
  const auto executor = co_await asio::this_coro::executor;
  asio::posix::stream_descriptor pidfd(executor, end_fd);
  asio::posix::stream_descriptor output(executor, pipe.release_reader());
  ProgramEnd end;
  CO_TRY_DO(co_await orchestrator::with_deadline(clock, deadline,
                                                 collect_until_end(child, output, pidfd, end.output)));
  const int status = child.reap();
  end.exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  co_return end;
}

}  // namespace kigen::workers::ca::acme
