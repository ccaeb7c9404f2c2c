#include "tests/integration/support/pebble_server.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>

#include <spdlog/fmt/fmt.h>

#include "events/core/error.hpp"
#include "tests/integration/support/pretend_host.hpp"
#include "tests/support/eventually.hpp"

namespace kigen::tests {
namespace {

const std::string loopback = "127.0.0.1";

std::string quoted_list(const std::vector<std::string>& texts) {
  std::string list;
  for (const auto& text : texts) list += (list.empty() ? "\"" : ", \"") + text + "\"";
  return list;
}

std::string external_keys_json(const std::map<std::string, std::string>& keys) {
  std::string list;
  for (const auto& [id, key] : keys)
    list += fmt::format(R"({}"{}": "{}")", list.empty() ? "" : ", ", id, key);
  return list;
}

bool accepts(const std::string& address, std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  inet_pton(AF_INET, address.c_str(), &at.sin_addr);
  const bool taken = connect(fd, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0;
  close(fd);
  return taken;
}

constexpr auto hook_script = R"(#!/bin/sh
# HOOK add|remove NAME VALUE
echo "$1 $2 $3" >> {folder}/hook_calls
case $1 in
  add) curl -sf -d "{{\"host\":\"$2.\",\"value\":\"$3\"}}" http://127.0.0.1:{port}/set-txt ;;
  remove) curl -sf -d "{{\"host\":\"$2.\"}}" http://127.0.0.1:{port}/clear-txt ;;
esac
)";

}  // namespace

PebbleServer::PebbleServer(Options options)
    : options_(std::move(options)),
      acme_port_(free_port(loopback)),
      management_port_(free_port(loopback)),
      dns_port_(free_port(loopback)),
      dns_management_port_(free_port(loopback)) {
  write_files();
  start_dns();
  start_pebble();
}

std::string PebbleServer::directory_url() const {
  return fmt::format("https://{}:{}/dir", loopback, acme_port_);
}

void PebbleServer::write_files() {
  const auto folder = folder_.path();
  const auto listener = ca_.issue({.names = {"localhost", "IP:" + loopback}});
  write_text(folder / "cert.pem", listener.chain_pem);
  write_text(folder / "key.pem", listener.key_pem.reveal());
  write_text(
      folder / "pebble.json",
      fmt::format(
          R"({{ "pebble": {{ "listenAddress": "{host}:{acme}", "managementListenAddress": "{host}:{admin}",
  "certificate": "{folder}/cert.pem", "privateKey": "{folder}/key.pem", "httpPort": {http}, "tlsPort": 1,
  "ocspResponderURL": "", "certificateValidityPeriod": 86400, "externalAccountBindingRequired": {bind},
  "externalAccountMACKeys": {{ {keys} }}, "domainBlocklist": [{blocked}] }} }})",
          fmt::arg("host", loopback), fmt::arg("acme", acme_port_), fmt::arg("admin", management_port_),
          fmt::arg("folder", folder.string()), fmt::arg("http", options_.http_port),
          fmt::arg("bind", !options_.external_keys.empty()),
          fmt::arg("keys", external_keys_json(options_.external_keys)),
          fmt::arg("blocked", quoted_list(options_.blocked_names))));
  write_text(dns_hook(), fmt::format(hook_script, fmt::arg("folder", folder.string()),
                                     fmt::arg("port", dns_management_port_)));
  std::filesystem::permissions(dns_hook(), std::filesystem::perms(0755));
}

void PebbleServer::start_dns() {
  const auto dns = fmt::format("{}:{}", loopback, dns_port_);
  const auto management = fmt::format("{}:{}", loopback, dns_management_port_);
  dns_ = std::make_unique<ChildProcess>(
      std::vector<std::string>{"pebble-challtestsrv", "-defaultIPv4", loopback, "-defaultIPv6", "", "-dns01",
                               dns, "-http01", "", "-https01", "", "-tlsalpn01", "", "-management",
                               management},
      std::vector<std::string>{}, folder_.path() / "dns.log");
  ensure(eventually([&] { return accepts(loopback, dns_management_port_); }),
         "pebble-challtestsrv starts: " + log());
}

void PebbleServer::start_pebble() {
  const std::vector<std::string> environment{
      "PEBBLE_VA_NOSLEEP=1", "PEBBLE_WFE_NONCEREJECT=" + std::to_string(options_.refused_nonces_percent),
      "PEBBLE_AUTHZREUSE=" + std::to_string(options_.reused_authorizations_percent)};
  const auto config = (folder_.path() / "pebble.json").string();
  const auto dns = fmt::format("{}:{}", loopback, dns_port_);
  pebble_ = std::make_unique<ChildProcess>(
      std::vector<std::string>{"pebble", "-config", config, "-strict", "-dnsserver", dns}, environment,
      folder_.path() / "pebble.log");
  ensure(eventually([&] { return accepts(loopback, acme_port_); }), "pebble starts: " + log());
}

void PebbleServer::restart() {
  pebble_.reset();
  start_pebble();
}

std::vector<std::string> PebbleServer::hook_calls() const {
  std::vector<std::string> calls;
  std::ifstream in(folder_.path() / "hook_calls");
  for (std::string line; std::getline(in, line);) calls.push_back(line);
  return calls;
}

std::string PebbleServer::log() const {
  return read_text(folder_.path() / "dns.log") + read_text(folder_.path() / "pebble.log");
}

}  // namespace kigen::tests
