#include <boost/json/object.hpp>

#include <cstdio>
#include <memory>

#include "tools/kigen/ask_secret.hpp"
#include "tools/kigen/client/print.hpp"
#include "tools/kigen/client/session.hpp"
#include "tools/kigen/commands.hpp"

namespace kigen::tools {
namespace {

namespace json = boost::json;

constexpr const char* first_admin = "admin@example.com";

struct TypedBootstrap {
  ClientOptions client;
  std::string token_file = "-";
  std::string password_file = "-";
  std::string company;
  std::string site;
  bool print_token = false;
  bool json = false;
};

/// Sets the first admin's password; then, if wanted, makes an API token for scripts. Returns that token.
Result<std::string> claim(const TypedBootstrap& typed) {
  TRY(const auto session, ClientSession::open(typed.client));
  json::value body = json::object();
  if (typed.client.socket.empty()) {
    TRY(const auto token, ask_secret(typed.token_file, "bootstrap token"));
    body.as_object()["token"] = token.reveal();
  }
  TRY(const auto password,
      ask_new_secret(typed.password_file, "new password of " + std::string(first_admin)));
  body.as_object()["password"] = password.reveal();
  if (!typed.company.empty()) body.as_object()["companyName"] = typed.company;
  if (!typed.site.empty()) body.as_object()["siteName"] = typed.site;
  TRY_DO(session->send("POST", "/api/v1/bootstrap", &body));
  if (!typed.print_token) return std::string();
  TRY_DO(session->log_in(first_admin, password));
  const json::value wanted{{"name", "bootstrap"}, {"role", "admin"}};
  TRY(const auto made, session->send("POST", "/api/v1/tokens", &wanted));
  return as_word(made.body.at("token"));
}

std::string report(const TypedBootstrap& typed, const std::string& token) {
  if (typed.json)
    return as_json({{"mail", first_admin}, {"token", token.empty() ? json::value() : json::value(token)}});
  if (typed.print_token) return token + "\n";
  return std::string("claimed: log in as ") + first_admin + "\n";
}

}  // namespace

void add_bootstrap(CLI::App& app, int& exit_code) {
  auto typed = std::make_shared<TypedBootstrap>();
  auto* command = app.add_subcommand("bootstrap", "claim the first admin of a new installation");
  command->group("Client");
  command->add_option("--url", typed->client.url, "the server")->envname("KIGEN_URL")->capture_default_str();
  command
      ->add_option("--trust", typed->client.trust_file, "PEM file with the server's certificate or its root")
      ->envname("KIGEN_TRUST");
  command->add_option(
      "--socket", typed->client.socket,
      "the server's Unix socket, data/run/kigen.sock: root and the service's user need no token there");
  command
      ->add_option(
          "--token-file", typed->token_file,
          "file with the token that kigen init printed, - for a line of standard input, which is asked for")
      ->excludes(command->get_option("--socket"));
  command->add_option("--password-file", typed->password_file,
                      "file with the new password, - for a line of standard input, which is asked for");
  command->add_option("--company", typed->company, "the company's name");
  command->add_option("--site", typed->site, "name of the first site");
  command->add_flag("--print-token", typed->print_token,
                    "make an API token for scripts and print nothing else");
  command->add_flag("--json", typed->json, "print JSON: mail and token");
  command->callback([typed, &exit_code] {
    const auto claimed = claim(*typed);
    if (claimed) {
      std::fputs(report(*typed, *claimed).c_str(), stdout);
      return;
    }
    std::fprintf(stderr, "kigen bootstrap: %s\n", describe(claimed.error()).c_str());
    exit_code = claimed.error().code == client_errc::unreachable ? 3 : 1;
  });
}

}  // namespace kigen::tools
