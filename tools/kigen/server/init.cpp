#include <cstdio>
#include <filesystem>
#include <memory>

#include "events/codec/json_out.hpp"
#include "events/log/signed_note.hpp"
#include "orchestrator/pki/digest.hpp"
#include "orchestrator/pki/make.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/vault/durable_file.hpp"
#include "orchestrator/vault/master_key.hpp"
#include "orchestrator/vault/password.hpp"
#include "tools/kigen/commands.hpp"
#include "tools/kigen/server/layout.hpp"

namespace kigen::tools {
namespace {

namespace fs = std::filesystem;
using namespace orchestrator;

constexpr auto certificate_life = std::chrono::days(825);
constexpr const char* config_name = "kigen.toml";

struct TypedInit {
  fs::path directory;
  std::string listen = "127.0.0.1:8443";
  std::string http01_listen = "0.0.0.0:80";
  bool json = false;
};

/// What was made, with --json.
struct Made {
  std::string directory = {};
  std::string config = {};
  std::string url = {};
  std::string bootstrap_token = {};
  static constexpr auto fields = events::field_list(
      events::field("directory", &Made::directory), events::field("config", &Made::config),
      events::field("url", &Made::url), events::field("bootstrapToken", &Made::bootstrap_token));
};

Result<orchestrator::Endpoint> typed_address(const std::string& option, const std::string& text) {
  auto address = parse_listen_address(text);
  if (!address) return fail(config_errc::malformed, option + ": " + address.error().detail);
  return address;
}

/// The product's own HTTPS certificate, for the addresses it is reached at first.
Result<> make_certificate(const Config& config) {
  const auto now = SystemClock().now();
  std::vector<std::string> names{"localhost", "127.0.0.1", "::1"};
  if (config.listen.host != "0.0.0.0" && config.listen.host != "::" && config.listen.host != "127.0.0.1")
    names.push_back(config.listen.host);
  TRY(const auto made, pki::make_self_signed(names, now, now + certificate_life));
  TRY_DO(vault::replace_file(config.certificate_key, made.key_pem.reveal()));
  return vault::replace_file(config.certificate, made.certificate_pem);
}

/// Makes an installation and returns the bootstrap token. The configuration comes last: without it nothing
/// starts, so an interrupted init is begun again after removing its folder.
Result<Secret> make_installation(const TypedInit& typed) {
  const auto folder = fs::absolute(typed.directory);
  const auto config_file = folder / config_name;
  if (fs::exists(folder) && !fs::is_empty(folder)) return fail(config_errc::exists, folder.string());
  TRY(const auto listen, typed_address("--listen", typed.listen));
  TRY(const auto http01_listen, typed_address("--http01-listen", typed.http01_listen));
  TRY_DO(vault::make_folder(folder));
  Config config;
  config.data = folder / "data";
  config.master_key = folder / "keys" / "master.key";
  config.signer_key = folder / "keys" / "log.key";
  config.certificate = folder / "tls" / "certificate.pem";
  config.certificate_key = folder / "tls" / "key.pem";
  config.listen = listen;
  for (const auto& path : {config.data, folder / "keys", folder / "tls"}) TRY_DO(vault::make_folder(path));

  SystemRandom random;
  TRY_DO(vault::create_master_key(config.master_key, random));
  const auto origin = "kigen.invalid/" + to_text(fresh_uuid(SystemClock().now(), random));
  TRY_DO(events::Signer::create(config.signer_key, origin));
  TRY_DO(make_certificate(config));
  auto token = vault::make_token(random, "kgb_");
  TRY_DO(vault::replace_file(bootstrap_file(config), pki::sha256_hex(token.reveal()) + "\n"));
  TRY_DO(vault::replace_file(config_file, default_config(listen, http01_listen)));
  return token;
}

int init(const TypedInit& typed) {
  const auto token = make_installation(typed);
  if (!token) {
    std::fprintf(stderr, "kigen init: %s\n", describe(token.error()).c_str());
    return 1;
  }
  const auto config = (fs::absolute(typed.directory) / config_name).string();
  if (typed.json) {
    const Made made{fs::absolute(typed.directory), config, "https://" + typed.listen, token->reveal()};
    std::printf("%s\n", events::to_json(made).c_str());
    return 0;
  }
  std::printf("installation made in %s\n", fs::absolute(typed.directory).c_str());
  std::printf("bootstrap token: %s\n", token->reveal().c_str());
  std::printf(
      "\nThe token claims the first admin, admin@example.com; it is shown only now.\n"
      "Next:  kigen serve --config %s\n"
      "then open https://%s and set the admin's password with the token.\n"
      "Keep a copy of keys/master.key elsewhere: without it the vault cannot be opened.\n",
      config.c_str(), typed.listen.c_str());
  return 0;
}

}  // namespace

void add_init(CLI::App& app, int& exit_code) {
  auto typed = std::make_shared<TypedInit>();
  auto* command =
      app.add_subcommand("init", "make a new installation: folders, keys, certificate, configuration");
  command->group("Server");
  command
      ->add_option("--directory", typed->directory, "folder of the installation; must be empty or not exist")
      ->required();
  command->add_option("--listen", typed->listen, "where the console and the API listen")
      ->capture_default_str();
  command
      ->add_option("--http01-listen", typed->http01_listen,
                   "where CAs fetch http-01 answers; port 0 = nowhere")
      ->capture_default_str();
  command->add_flag("--json", typed->json, "print JSON: directory, config, url and bootstrapToken");
  command->callback([typed, &exit_code] { exit_code = init(*typed); });
}

}  // namespace kigen::tools
