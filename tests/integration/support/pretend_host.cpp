#include "tests/integration/support/pretend_host.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <system_error>

#include "tests/integration/support/process.hpp"
#include "tests/support/places.hpp"

namespace kigen::tests {
namespace {

std::string script() { return source_folder() / "tools/demo/pretend_host"; }

const std::map<std::string_view, std::string> passwords{
    {"deploy", "D-pw one"}, {"ops", "O-pw"}, {"opspw", "P-pw"}, {"root", "R-pw $ \"q"}};

[[noreturn]] void fail_with(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

struct Pipe {
  int read_end = -1;
  int write_end = -1;
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) fail_with("pipe");
    read_end = ends[0];
    write_end = ends[1];
  }
};

std::string read_line(int fd) {
  std::string line;
  char c = 0;
  while (read(fd, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

std::string child_of(const std::string& pid) {
  const auto children = read_text("/proc/" + pid + "/task/" + pid + "/children");
  return children.substr(0, children.find(' '));
}

std::filesystem::path make_folder() {
  auto pattern = (std::filesystem::temp_directory_path() / "kigen-host-XXXXXX").string();
  if (!mkdtemp(pattern.data())) fail_with("mkdtemp");
  return std::filesystem::path(pattern) / "host";
}

std::vector<std::string> command_line(const PretendHost& host) {
  std::vector<std::string> line{script(),
                                "run",
                                host.folder(),
                                host.ssh().host,
                                std::to_string(host.ssh().port),
                                std::to_string(host.tls().port),
                                "--name",
                                host.options().name,
                                "--host-keys",
                                host.options().host_keys};
  if (host.options().separate_chain) line.push_back("--separate-chain");
  for (const auto& option : host.options().sshd) line.insert(line.end(), {"--sshd", option});
  return line;
}

}  // namespace

PretendHost::PretendHost(const Options& options) : options_(options), folder_(make_folder()) {
  std::filesystem::permissions(folder_.parent_path(), std::filesystem::perms(0711));
  const auto address = fresh_address();
  ssh_ = {address, free_port(address)};
  tls_ = {address, free_port(address)};
  const Pipe lifeline;
  const Pipe answer;
  script_ = start_process(command_line(*this), lifeline.read_end, answer.write_end);
  close(lifeline.read_end);
  close(answer.write_end);
  lifeline_ = lifeline.write_end;
  const auto line = read_line(answer.read_end);
  close(answer.read_end);
  if (line != "ready") throw std::runtime_error("no pretend host in " + folder_.string() + "; see its logs");
}

PretendHost::~PretendHost() {
  close(lifeline_);
  wait_for_end(script_);
  std::error_code ignored;
  std::filesystem::remove_all(folder_.parent_path(), ignored);
}

orchestrator::SshTarget PretendHost::target(std::string_view user) const {
  return {.endpoint = ssh_,
          .user = std::string(user),
          .password = Secret(passwords.at(user)),
          .trust_on_first_use = true};
}

orchestrator::SshTarget PretendHost::root_target(std::string_view user) const {
  auto target = this->target(user);
  if (user == "deploy") {
    target.run_as = orchestrator::RunAs::su;
    target.execution_password = Secret(passwords.at("root"));
  } else if (user != "root") {
    target.run_as = orchestrator::RunAs::sudo;
    if (user == "opspw") target.execution_password = Secret(passwords.at(user));
  }
  return target;
}

events::ApacheSettings PretendHost::apache_settings() const {
  const auto tls = folder_ / "apache/tls";
  return {.certificate_file = tls / "cert.pem",
          .chain_file = options_.separate_chain ? tls / "chain.pem" : std::filesystem::path(),
          .key_file = tls / "key.pem",
          .work_folder = folder_ / "work",
          .config_file = folder_ / "apache/httpd.conf"};
}

PretendHost::Issued PretendHost::issue() const {
  const auto ca = (folder_ / "apache/tls/ca").string();
  const auto made = (folder_ / "issued").string();
  const auto command = "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout " + made +
                       ".key -subj /CN=" + options_.name + " 2>/dev/null | openssl x509 -req -CA " + ca +
                       ".pem -CAkey " + ca + ".key -days 30 -out " + made + ".pem 2>/dev/null";
  if (machine_shell(command) != 0) throw std::runtime_error("openssl issues no certificate");
  return {read_text(made + ".pem"), read_text(ca + ".pem"), read_text(made + ".key")};
}

void PretendHost::break_at_restart() const {
  if (wait_for_end(start_process({script(), "break", folder_}, STDIN_FILENO, STDERR_FILENO)) != 0)
    throw std::runtime_error("pretend_host break failed");
}

int PretendHost::shell(const std::string& command) const {
  const auto unshare = child_of(std::to_string(script_));
  return wait_for_end(start_process({"nsenter", "-t", child_of(unshare), "-m", "-p", "sh", "-c", command},
                                    STDIN_FILENO, STDERR_FILENO));
}

int PretendHost::machine_shell(const std::string& command) {
  return wait_for_end(start_process({"sh", "-c", command}, STDIN_FILENO, STDERR_FILENO));
}

std::uint16_t free_port(const std::string& address) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  inet_pton(AF_INET, address.c_str(), &at.sin_addr);
  socklen_t size = sizeof at;
  const bool bound = fd >= 0 && bind(fd, reinterpret_cast<sockaddr*>(&at), size) == 0 &&
                     getsockname(fd, reinterpret_cast<sockaddr*>(&at), &size) == 0;
  if (!bound) fail_with("a port on " + address);
  close(fd);
  return ntohs(at.sin_port);
}

std::string fresh_address() {
  static std::atomic<unsigned> count = 0;
  const auto pid = static_cast<unsigned>(getpid());
  return "127." + std::to_string(1 + pid / 254 % 254) + "." + std::to_string(1 + pid % 254) + "." +
         std::to_string(2 + count++ % 250);
}

std::string read_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_text(const std::filesystem::path& file, std::string_view text) {
  std::ofstream(file, std::ios::binary | std::ios::trunc)
      .write(text.data(), static_cast<std::streamsize>(text.size()));
}

}  // namespace kigen::tests
