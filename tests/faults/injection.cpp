#include "tests/faults/injection.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>
#include <utility>

#include "events/core/error.hpp"
#include "events/log/files.hpp"
#include "tests/support/temp_folder.hpp"

namespace kigen::tests {
namespace {

using events::FileDescriptor;

struct Child {
  pid_t process = 0;
  FileDescriptor socket;  ///< its standard output, and with `errors_too` its standard error
};

Child start(const std::vector<std::string>& command, bool errors_too) {
  int ends[2];
  ensure(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0, "sockets can be made");
  Child child{::fork(), FileDescriptor(ends[0])};
  if (child.process == 0) {
    std::vector<char*> arguments;
    for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    ::dup2(ends[1], STDOUT_FILENO);
    if (errors_too) ::dup2(ends[1], STDERR_FILENO);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  return child;
}

/// The next line; empty at the end.
std::string read_line(const FileDescriptor& socket) {
  std::string line;
  for (char c = 0; ::read(socket.get(), &c, 1) == 1 && c != '\n';) line += c;
  return line;
}

std::vector<std::string> remaining_lines(const FileDescriptor& socket) {
  std::vector<std::string> lines;
  for (auto line = read_line(socket); !line.empty(); line = read_line(socket)) lines.push_back(line);
  return lines;
}

int exit_code_of(pid_t process) {
  int status = 0;
  ::waitpid(process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::vector<std::string> injected_in(const std::filesystem::path& trace) {
  std::vector<std::string> found;
  std::ifstream in(trace);
  for (std::string line; std::getline(in, line);)
    if (line.find("(INJECTED)") != std::string::npos) found.push_back(line);
  return found;
}

std::vector<std::string> strace(const Injection& injection, const std::filesystem::path& trace,
                                pid_t process) {
  return {"strace",
          "-f",
          "-y",
          "-o",
          trace.string(),
          "-e",
          "trace=" + injection.call,
          "-e",
          "inject=" + injection.call +
              (injection.error.empty() ? ":signal=KILL" : ":error=" + injection.error) +
              ":when=" + std::to_string(injection.nth),
          "-p",
          std::to_string(process)};
}

}  // namespace

InjectedRun run_with(const Injection& injection, const std::string& program,
                     const std::filesystem::path& folder) {
  const TempFolder traces;
  const auto trace = traces.path() / "trace";
  const auto user = start({program, folder.string()}, false);
  ensure(read_line(user.socket) == "ready", "the program starts");
  const auto tracer = start(strace(injection, trace, user.process), true);
  const auto attached = read_line(tracer.socket);
  ensure(attached.find(" attached") != std::string::npos, attached);
  ensure(::send(user.socket.get(), "!", 1, 0) == 1, "the program waits");
  // strace tells of each new thread; unread, that would stop it in the end.
  std::thread reader([&] { (void)remaining_lines(tracer.socket); });
  InjectedRun run;
  run.said = remaining_lines(user.socket);
  reader.join();
  ensure(exit_code_of(tracer.process) == 0, "strace ends well");
  run.exit_code = exit_code_of(user.process);
  run.faults = injected_in(trace);
  return run;
}

}  // namespace kigen::tests
