#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "orchestrator/net/tcp.hpp"
#include "orchestrator/net/tcp_stream.hpp"
#include "orchestrator/runtime/cancellation.hpp"

namespace kigen::orchestrator::net {
namespace {

using asio::local::stream_protocol;

std::unexpected<Error> not_there(const std::filesystem::path& at, const std::string& reason) {
  return fail(net_errc::listen_failed, at.string() + ": " + reason);
}
std::unexpected<Error> not_there(const std::filesystem::path& at) {
  return not_there(at, std::strerror(errno));
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

/// The folder, held open so that nobody can put another in its place between one step and the next.
Result<Descriptor> own_folder(const std::filesystem::path& at) {
  const auto folder = at.parent_path();
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return not_there(at);
  Descriptor opened(::open(folder.c_str(), O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat is = {};
  if (opened.get() < 0 || ::fstat(opened.get(), &is) != 0) return not_there(at);
  if (is.st_uid != ::geteuid()) return not_there(at, "the folder is another user's");
  if (::fchmod(opened.get(), 0700) != 0) return not_there(at);
  return opened;
}

/// The socket's path by way of the open folder: short, whatever the folder is called (sun_path ends at 108).
std::string path_in(const Descriptor& folder, const std::string& name) {
  return "/proc/self/fd/" + std::to_string(folder.get()) + "/" + name;
}

/// Whether someone listens on the socket, which has a full queue then at worst.
bool is_served(const std::string& path) {
  const Descriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  return ::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ||
         errno != ECONNREFUSED;
}

Result<> clear_place(const std::filesystem::path& at, const Descriptor& folder) {
  const auto name = at.filename().string();
  struct stat is = {};
  if (::fstatat(folder.get(), name.c_str(), &is, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return {};
    return not_there(at);
  }
  if (!S_ISSOCK(is.st_mode)) return not_there(at, "something else lies in its place");
  if (is_served(path_in(folder, name))) return not_there(at, "another process listens on it");
  if (::unlinkat(folder.get(), name.c_str(), 0) != 0) return not_there(at);
  return {};
}

/// Whose process is at the other end; -1 when the kernel does not say.
unsigned uid_of(int fd) {
  ucred who = {};
  socklen_t size = sizeof who;
  return ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 ? who.uid : unsigned(-1);
}

bool is_welcome(unsigned uid) { return uid == 0 || uid == ::geteuid(); }

class AsioLocalListener final : public LocalListener {
 public:
  AsioLocalListener(stream_protocol::acceptor acceptor, Descriptor folder, std::string name)
      : acceptor_(std::move(acceptor)), folder_(std::move(folder)), name_(std::move(name)) {}
  ~AsioLocalListener() override { close_now(); }

  Task<Result<Accepted>> accept() override {
    for (;;) {
      if (is_cancelled(co_await asio::this_coro::cancellation_state)) co_return cancelled("accept");
      auto [error, socket] = co_await acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
      if (error == asio::error::operation_aborted || !acceptor_.is_open()) co_return cancelled("accept");
      if (error) co_return fail(net_errc::connection_lost, "accept: " + error.message());
      const auto uid = uid_of(socket.native_handle());
      if (is_welcome(uid))
        co_return Accepted{.stream = std::make_unique<SocketStream>(std::move(socket), "local"),
                           .peer = "local",
                           .local_uid = uid};
    }
  }

  void close() override { close_now(); }

 private:
  void close_now() noexcept {
    if (!acceptor_.is_open()) return;
    boost::system::error_code ignored;  // closed either way
    acceptor_.close(ignored);
    ::unlinkat(folder_.get(), name_.c_str(), 0);
  }

  stream_protocol::acceptor acceptor_;
  Descriptor folder_;
  std::string name_;
};

}  // namespace

Result<std::unique_ptr<LocalListener>> LocalListener::open(const asio::any_io_executor& loop,
                                                           const std::filesystem::path& at) {
  TRY(auto folder, own_folder(at));
  TRY_DO(clear_place(at, folder));
  const auto name = at.filename().string();
  boost::system::error_code error;
  stream_protocol::acceptor acceptor(loop);
  acceptor.open({}, error);
  if (!error) acceptor.bind(path_in(folder, name), error);
  if (!error && ::fchmodat(folder.get(), name.c_str(), 0600, 0) != 0) return not_there(at);
  if (!error) acceptor.listen(stream_protocol::acceptor::max_listen_connections, error);
  if (error) return not_there(at, error.message());
  close_on_exec(acceptor.native_handle());
  return std::make_unique<AsioLocalListener>(std::move(acceptor), std::move(folder), name);
}

}  // namespace kigen::orchestrator::net
