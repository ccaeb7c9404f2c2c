#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>

#include "orchestrator/net/http_server.hpp"
#include "orchestrator/net/tcp.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/temp_folder.hpp"

namespace kigen::orchestrator::net {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using tests::run_task;

mode_t mode_of(const fs::path& path) {
  struct stat is = {};
  EXPECT_EQ(::lstat(path.c_str(), &is), 0);
  return is.st_mode & 07777;
}

/// Connected to the socket; -1 when nobody is there.
int connect_to(const fs::path& path) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  path.string().copy(address.sun_path, sizeof address.sun_path - 1);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
  ::close(fd);
  return -1;
}

/// All that comes back for a request that closes.
std::string ask(int fd) {
  constexpr std::string_view request = "GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  std::string answer;
  std::array<char, 4096> some;
  if (::send(fd, request.data(), request.size(), MSG_NOSIGNAL) < 0) return answer;
  for (ssize_t count = 0; (count = ::read(fd, some.data(), some.size())) > 0;)
    answer.append(some.data(), static_cast<std::size_t>(count));
  return answer;
}

/// A process of another user asks; what it got is its exit code.
enum class Got { nothing = 0, answer = 1, no_connection = 2 };
pid_t ask_as_nobody(const fs::path& path) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  constexpr uid_t nobody = 65534;
  if (::setresuid(nobody, nobody, nobody) != 0) ::_exit(100);
  const int fd = connect_to(path);
  if (fd < 0) ::_exit(int(Got::no_connection));
  ::_exit(int(ask(fd).empty() ? Got::nothing : Got::answer));
}

class LocalListenerTest : public testing::Test {
 protected:
  void TearDown() override {
    if (server_) EXPECT_TRUE(run_task(io_, server_->stop(0s)));
  }

  Result<> serve() {
    HttpServerSettings settings;
    settings.local_socket = socket_;
    server_ = std::make_unique<HttpServer>(io_.get_executor(), clock_, std::move(settings),
                                           [this](ServerRequest request) -> Task<ServerResponse> {
                                             seen_.push_back(std::move(request));
                                             co_return ServerResponse{.body = "hello"};
                                           });
    auto started = server_->start();
    if (!started) server_.reset();
    return started;
  }

  /// The loop turns until the child is done.
  Got outcome_of(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, WNOHANG) == 0) {
      io_.restart();
      io_.run_one_for(5ms);
    }
    EXPECT_TRUE(WIFEXITED(status));
    return Got(WEXITSTATUS(status));
  }

  tests::TempFolder folder_;
  fs::path socket_ = folder_.path() / "run" / "kigen.sock";
  asio::io_context io_;
  SystemClock clock_;
  std::vector<ServerRequest> seen_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(LocalListenerTest, serves_its_own_user_whom_the_kernel_names) {
  ASSERT_TRUE(serve());
  EXPECT_EQ(mode_of(socket_.parent_path()), 0700u);
  EXPECT_EQ(mode_of(socket_), 0600u);
  const pid_t child = ::fork();
  if (child == 0) ::_exit(ask(connect_to(socket_)).ends_with("hello") ? 1 : 0);
  EXPECT_EQ(outcome_of(child), Got::answer);
  ASSERT_EQ(seen_.size(), 1u);
  EXPECT_EQ(seen_[0].local_uid, ::geteuid());
  EXPECT_EQ(seen_[0].peer, "local");
  EXPECT_FALSE(seen_[0].is_tls);
}

TEST_F(LocalListenerTest, another_user_is_not_served_even_where_the_file_lets_him_in) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can be another user";
  ASSERT_TRUE(serve());
  EXPECT_EQ(outcome_of(ask_as_nobody(socket_)), Got::no_connection);
  for (const auto& path : {folder_.path(), socket_.parent_path()}) fs::permissions(path, fs::perms(0755));
  fs::permissions(socket_, fs::perms(0666));
  EXPECT_EQ(outcome_of(ask_as_nobody(socket_)), Got::nothing);
  EXPECT_TRUE(seen_.empty());
}

TEST_F(LocalListenerTest, what_a_killed_server_left_gives_way) {
  const pid_t child = ::fork();
  if (child == 0) {
    asio::io_context io;
    const auto left = LocalListener::open(io.get_executor(), socket_);
    ::_exit(left ? 0 : 1);  // the file stays
  }
  EXPECT_EQ(outcome_of(child), Got::nothing);
  ASSERT_TRUE(fs::exists(fs::symlink_status(socket_)));
  EXPECT_TRUE(serve());
}

TEST_F(LocalListenerTest, nothing_else_gives_way) {
  ASSERT_TRUE(serve());
  const auto second = LocalListener::open(io_.get_executor(), socket_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().detail, socket_.string() + ": another process listens on it");

  const auto victim = folder_.path() / "victim";
  std::ofstream(victim) << "precious";
  const auto link = socket_.parent_path() / "link.sock";
  fs::create_symlink(victim, link);
  const auto through = LocalListener::open(io_.get_executor(), link);
  ASSERT_FALSE(through);
  EXPECT_EQ(through.error().code, net_errc::listen_failed);
  EXPECT_TRUE(fs::exists(victim));

  fs::create_directory_symlink(folder_.path(), folder_.path() / "linked");
  EXPECT_FALSE(LocalListener::open(io_.get_executor(), folder_.path() / "linked" / "kigen.sock"));
}

TEST_F(LocalListenerTest, the_file_goes_with_the_server_and_may_have_any_length_of_path) {
  auto deep = folder_.path();
  for (int i = 0; i < 12; ++i) deep /= "a-folder-with-a-long-name";
  fs::create_directories(deep);
  socket_ = deep / "run" / "kigen.sock";
  ASSERT_TRUE(serve());
  EXPECT_TRUE(fs::exists(socket_));
  EXPECT_TRUE(run_task(io_, server_->stop(0s)));
  server_.reset();
  EXPECT_FALSE(fs::exists(socket_));
}

}  // namespace
}  // namespace kigen::orchestrator::net
