#include <cstdio>
#include <filesystem>
#include <memory>

#include "events/codec/json_out.hpp"
#include "events/core/exposure.hpp"
#include "orchestrator/pki/make.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/vault/durable_file.hpp"
#include "orchestrator/vault/master_key.hpp"
#include "tools/kigen/commands.hpp"
#include "tools/kigen/server/installation.hpp"

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
  bool new_log = false;
  bool new_vault = false;
  fs::path config = {};
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

/// What was made with --new-log and --json.
struct MadeLog {
  std::string set_aside = {};
  std::string bootstrap_token = {};
  static constexpr auto fields =
      events::field_list(events::field("setAside", &MadeLog::set_aside),
                         events::field("bootstrapToken", &MadeLog::bootstrap_token));
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
  TRY_DO(check_place(folder));
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
  TRY_DO(make_certificate(config));
  TRY(auto token, begin_log(config));
  TRY_DO(vault::replace_file(config_file, default_config(listen, http01_listen)));
  return token;
}

int failed(const Error& error) {
  std::fprintf(stderr, "kigen init: %s\n", describe(error).c_str());
  return 1;
}

struct NewLog {
  fs::path set_aside = {};
  Secret bootstrap_token = {};
};

/// In an installation whose log is lost, or shall be.
Result<NewLog> make_new_log(const fs::path& config_file) {
  TRY(const auto config, read_config(config_file));
  NewLog made;
  TRY(made.set_aside, set_aside(config, SystemClock().now()));
  TRY(made.bootstrap_token, begin_log(config));
  return made;
}

int new_log(const TypedInit& typed) {
  const auto made = make_new_log(typed.config);
  if (!made) return failed(made.error());
  if (typed.json) {
    const MadeLog shown{made->set_aside, made->bootstrap_token.reveal()};
    std::printf("%s\n", events::to_json(shown).c_str());
    return 0;
  }
  std::printf(
      "a new, empty event log with a key of its own was begun\n"
      "bootstrap token: %s\n"
      "\nAll that belonged to the log before (its vault and its key too) is now in\n"
      "  %s\n"
      "and is not read any more. Whoever keeps verifier keys and checkpoints needs the new ones.\n",
      made->bootstrap_token.reveal().c_str(), made->set_aside.c_str());
  return 0;
}

int new_vault(const TypedInit& typed) {
  const auto made = [&]() -> Result<> {
    TRY(const auto config, read_config(typed.config));
    return begin_vault(config);
  }();
  if (!made) return failed(made.error());
  if (!typed.json)
    std::printf("an empty vault was begun; give the passwords again, and order what has lost its key\n");
  return 0;
}

int init(const TypedInit& typed) {
  if (typed.new_log) return new_log(typed);
  if (typed.new_vault) return new_vault(typed);
  const auto token = make_installation(typed);
  if (!token) return failed(token.error());
  const auto config = (fs::absolute(typed.directory) / config_name).string();
  if (typed.json) {
    const Made made{fs::absolute(typed.directory), config, "https://" + typed.listen, token->reveal()};
    std::printf("%s\n", events::to_json(made).c_str());
    return 0;
  }
  std::printf("installation made in %s\n", fs::absolute(typed.directory).c_str());
  std::printf("bootstrap token: %s\n", token->reveal().c_str());
  std::printf(
      "\nThe token claims the first admin, admin@example.com, once; it is shown only now.\n"
      "Next:  kigen serve --config %s\n"
      "then open https://%s and set the admin's password with the token, or do it with kigen bootstrap.\n"
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
  auto* directory = command->add_option("--directory", typed->directory,
                                        "folder of the installation; must be empty or not exist");
  auto* new_log =
      command->add_flag("--new-log", typed->new_log,
                        "in an installation that there is, begin a new event log with a key of its "
                        "own; what belongs to the one before, its vault too, is set aside");
  auto* new_vault = command->add_flag(
      "--new-vault", typed->new_vault,
      "in an installation whose vault is lost, begin an empty one: its keys and passwords are gone");
  auto* config = command->add_option("--config", typed->config,
                                     "with --new-log or --new-vault: the installation's configuration");
  new_log->needs(config)->excludes(directory)->excludes(new_vault);
  new_vault->needs(config)->excludes(directory);
  config->excludes(directory);
  command->add_option("--listen", typed->listen, "where the console and the API listen")
      ->capture_default_str();
  command
      ->add_option("--http01-listen", typed->http01_listen,
                   "where CAs fetch http-01 answers; port 0 = nowhere")
      ->capture_default_str();
  command->add_flag("--json", typed->json, "print JSON: directory, config, url and bootstrapToken");
  command->callback([typed, &exit_code] {
    if (!typed->new_log && !typed->new_vault && typed->directory.empty())
      throw CLI::RequiredError("--directory");
    exit_code = init(*typed);
  });
}

}  // namespace kigen::tools
