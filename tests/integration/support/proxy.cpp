#include "tests/integration/support/proxy.hpp"

#include <signal.h>
#include <unistd.h>

#include "tests/integration/support/pretend_host.hpp"
#include "tests/integration/support/process.hpp"

namespace kigen::tests {

Proxy::Proxy(std::uint16_t connect_port) {
  const auto port = std::to_string(free_port("127.0.0.1"));
  address_ = "127.0.0.1:" + port;
  const auto config = folder_.path() / "tinyproxy.conf";
  write_text(config, "Port " + port + "\nListen 127.0.0.1\nAllow 127.0.0.0/8\nLogLevel Warning\nLogFile \"" +
                         (folder_.path() / "log").string() + "\"\nConnectPort " +
                         std::to_string(connect_port) + "\n");
  process_ = start_process({"tinyproxy", "-d", "-c", config}, STDIN_FILENO, STDERR_FILENO);
  const auto wait = "for i in $(seq 200); do (exec 3<>/dev/tcp/127.0.0.1/" + port +
                    ") 2>/dev/null && exit 0; sleep 0.05; done; exit 1";
  ensure(wait_for_end(start_process({"bash", "-c", wait}, STDIN_FILENO, STDERR_FILENO)) == 0,
         "tinyproxy accepts");
}

Proxy::~Proxy() {
  kill(process_, SIGKILL);
  wait_for_end(process_);
}

}  // namespace kigen::tests
