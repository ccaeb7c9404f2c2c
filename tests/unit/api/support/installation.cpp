#include "tests/unit/api/support/installation.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "orchestrator/net/url.hpp"
#include "orchestrator/pki/digest.hpp"
#include "orchestrator/runtime/first_group.hpp"
#include "tests/unit/api/support/description.hpp"

namespace kigen::tests {
namespace {

constexpr auto patience = std::chrono::seconds(1);

std::unique_ptr<projections::Views> empty_views() {
  auto views = projections::Views::in_memory();
  ensure(views.has_value(), "views in memory can be made");
  return *std::move(views);
}

}  // namespace

std::string login_body(std::string_view password, std::string_view mail) {
  return R"({"mail":")" + std::string(mail) + R"(","password":")" + std::string(password) + R"("})";
}

Headers browser(const ApiAnswer& session) {
  const auto cookie = session.header("Set-Cookie");
  return {{"Cookie", cookie.substr(0, cookie.find(';'))}, {"X-CSRF-Token", session.at("/csrfToken")}};
}

Headers bearer(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }

Installation::Installation() : views(empty_views()) {
  runner = std::make_unique<projections::Runner>(log, *views, io.get_executor());
  ensure(run(orchestrator.start()).has_value(), "an empty log can be folded");
  tasks.spawn("views", runner->run());
  ensure(run(orchestrator::ensure_first_group(orchestrator, log)).has_value(), "there is a first group");
  std::ofstream(bootstrap_file()) << orchestrator::pki::sha256_hex(bootstrap_token) << "\n";
  restart_api();
  ensure(run(server->prepare_first_admin()).has_value(), "there is a first admin");
}

Installation::~Installation() {
  ensure(run(tasks.stop(patience)).has_value(), "the views stop");
  ensure(run(orchestrator.stop(patience)).has_value(), "the orchestrator stops");
}

void Installation::restart_api() {
  server.reset();
  server = std::make_unique<api::Server>(
      api::Backend{orchestrator, log, *views, *runner, vault, troubles, clock, random, io.get_executor(),
                   io.get_executor(), sessions_file(), Secret("fingerprints"), bootstrap_file()});
  ensure(run(server->recall_sessions()).has_value(), "the API starts whatever the file holds");
}

ApiAnswer Installation::send(std::string method, const std::string& target, std::string body, Headers headers,
                             std::string peer) {
  const auto parsed = orchestrator::net::parse_target(target);
  ensure(parsed.has_value(), "a test asks for a well-formed target");
  orchestrator::net::ServerRequest request;
  request.method = std::move(method);
  request.target = target;
  request.path = parsed->path;
  request.query = parsed->query;
  request.headers = std::move(headers);
  request.headers.emplace_back("Host", "kigen.example:8443");
  if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  request.body = body;
  request.peer = std::move(peer);
  request.is_tls = !local_uid;
  request.local_uid = local_uid;
  const auto asked = request.method;
  ApiAnswer answer{run(server->handle(std::move(request)))};
  if (!answer.raw.stream)
    check_exchange(asked, parsed->path, body, answer.status(), answer.header("Content-Type"), answer.body());
  return answer;
}

void Installation::settle() {
  io.restart();
  while (io.poll() > 0) {
  }
}

ApiAnswer Installation::as_admin(std::string method, const std::string& target, std::string body,
                                 Headers headers) {
  headers.emplace_back("Authorization", "Bearer " + admin_token());
  return send(std::move(method), target, std::move(body), std::move(headers));
}

const std::string& Installation::admin_token() {
  if (!admin_token_.empty()) return admin_token_;
  const auto claimed = send("POST", "/api/v1/bootstrap",
                            R"({"token":")" + std::string(bootstrap_token) + R"(","password":")" +
                                std::string(admin_password) + R"("})");
  ensure(claimed.status() == 201, "the first admin can be claimed");
  const auto cookie = claimed.header("Set-Cookie");
  const auto made =
      send("POST", "/api/v1/tokens", R"({"name":"tests","role":"admin"})",
           {{"Cookie", cookie.substr(0, cookie.find(';'))}, {"X-CSRF-Token", claimed.at("/csrfToken")}});
  admin_token_ = made.at("/token");
  send("GET", "/api/v1/session", {}, bearer(admin_token_));
  settle();  // that it is in use is taken down by now
  return admin_token_;
}

Headers Installation::log_in_as(std::string_view role) {
  const auto mail = std::string(role) + "@example.com";
  if (role == "admin")
    admin_token();  // claims
  else
    make_user(mail, role);
  const auto password = role == "admin" ? admin_password : user_password;
  return browser(send("POST", "/api/v1/session", login_body(password, mail)));
}

void Installation::make_user(const std::string& mail, std::string_view role) {
  const auto made = as_admin("POST", "/api/v1/users",
                             R"({"mail":")" + mail + R"(","role":")" + std::string(role) +
                                 R"(","password":")" + std::string(user_password) + R"("})");
  ensure(made.status() == 201 || made.code() == "mail_taken", "an admin can make users");
}

std::string Installation::viewer_token() {
  return as_admin("POST", "/api/v1/tokens", R"({"name":"reader","role":"viewer"})").at("/token");
}

std::string Installation::make(const std::string& target, const std::string& body) {
  const auto made = as_admin("POST", target, body);
  EXPECT_EQ(made.status(), 201u) << target << " " << made.body();
  return made.at("/id");
}

std::string Installation::create_service(const std::string& name) {
  return make("/api/v1/services", R"({"name":")" + name + R"(","commonName":"www.example.com"})");
}

std::string Installation::create_ordering_service(const std::string& name) {
  const auto account = make(
      "/api/v1/ca-accounts",
      R"({"name":"CA of )" + name + R"(","ca":{"kind":"acme","directoryUrl":"https://ca.example.com/dir"}})");
  return make(
      "/api/v1/services",
      R"({"name":")" + name + R"(","commonName":"www.example.com","caAccount":")" + account + R"("})");
}

std::string Installation::create_node(const std::string& service, const std::string& name) {
  if (site_.empty()) {
    site_ = make("/api/v1/sites", R"({"name":"Tokyo"})");
    access_ = make("/api/v1/accesses",
                   R"({"name":"host","connection":{"kind":"ssh","host":"192.0.2.9","loginId":"deploy",)"
                   R"("loginPassword":"x"}})");
  }
  return make(
      "/api/v1/services/" + service + "/nodes",
      R"({"name":")" + name + R"(","site":")" + site_ + R"(","access":")" + access_ +
          R"(","server":{"kind":"apache","certificateFile":"/etc/ssl/www.crt","keyFile":"/etc/ssl/www.key",)"
          R"("workFolder":"/var/lib/kigen"}})");
}

std::string json_text(std::string_view text) {
  std::string json = "\"";
  for (const char c : text) {
    if (c == '\n')
      json += "\\n";
    else if (c == '"' || c == '\\')
      json += {'\\', c};
    else
      json += c;
  }
  return json + "\"";
}

}  // namespace kigen::tests
