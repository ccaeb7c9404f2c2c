#include <sys/stat.h>
#include <unistd.h>
#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

#include "events/codec/json_out.hpp"
#include "orchestrator/company/commands.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/user/errors.hpp"
#include "orchestrator/vault/durable_file.hpp"
#include "orchestrator/vault/file_vault.hpp"
#include "orchestrator/vault/password.hpp"
#include "orchestrator/world.hpp"
#include "tools/kigen/ask_secret.hpp"
#include "tools/kigen/commands.hpp"
#include "tools/kigen/server/installation.hpp"
#include "tools/kigen/server/layout.hpp"
#include "tools/kigen/server/offline_log.hpp"

namespace kigen::tools {
namespace {

using namespace orchestrator;

constexpr std::size_t records_at_once = 1'024;

struct TypedRecover {
  std::filesystem::path config = "/etc/kigen/kigen.toml";
  std::string admin = "admin@example.com";
  std::string password_file = "-";
  bool json = false;
};

/// What was done, with --json.
struct Recovered {
  std::string mail = {};
  Position position = 0;
  std::uint64_t tokens_revoked = 0;
  static constexpr auto fields = events::field_list(
      events::field("mail", &Recovered::mail), events::field("position", &Recovered::position),
      events::field("tokensRevoked", &Recovered::tokens_revoked));
};

Task<Result<World>> world_of(events::EventLog& log) {
  World world;
  while (world.end() < log.end()) {
    CO_TRY(const auto records, co_await log.read(world.end(), records_at_once));
    for (const auto& record : records) CO_TRY_DO(world.fold(record));
  }
  co_return world;
}

Result<const User*> find_admin(const World& world, const std::string& mail) {
  const auto* user = world.user_with_mail(mail);
  if (user != nullptr && user->role == events::Role::admin) return user;
  std::string admins;
  for (const auto& [id, other] : world.users())
    if (other.role == events::Role::admin) admins += (admins.empty() ? "" : ", ") + other.mail;
  if (admins.empty()) return fail(user_errc::unknown_user, "no admin at all: kigen serve makes the first");
  return fail(user_errc::unknown_user, mail + " is no admin; these are: " + admins);
}

/// Who did it, and when: record times never decrease.
Task<Result<events::Metadata>> about_now(events::EventLog& log, Random& random) {
  events::Metadata meta;
  meta.time = SystemClock().now();
  CO_TRY(const auto last, co_await log.read(log.end() - 1, 1));
  for (const auto& record : last) meta.time = std::max(meta.time, record.meta.time);
  meta.actor = {events::ActorKind::system, "kigen recover"};
  meta.correlation = fresh_uuid(meta.time, random);
  co_return meta;
}

/// Appends what the command decides.
Task<Result<Position>> carry_out(events::EventLog& log, const World& world, const RecoverAdmin& command,
                                 Random& random) {
  CO_TRY(auto changes, decide(world, command));
  CO_TRY(auto meta, co_await about_now(log, random));
  CO_TRY(const auto landed, co_await log.append({std::move(changes).take(), std::move(meta)}));
  CO_TRY_DO(co_await log.checkpoint());
  co_return landed.last();
}

Result<Secret> hash_of(const TypedRecover& typed, const World& world) {
  TRY(const auto password, ask_new_secret(typed.password_file, "new password of " + typed.admin));
  TRY_DO(vault::validate_persons_password(password, std::array{typed.admin, world.company().name}));
  return vault::hash_password(password);
}

/// Files that another user makes would be closed to the server.
Result<> check_data_is_ours(const std::filesystem::path& data) {
  struct stat found = {};
  if (::stat(data.c_str(), &found) == 0 && found.st_uid != ::geteuid())
    return fail(Error{make_error_code(std::errc::operation_not_permitted),
                      "run this as the user that owns " + data.string()});
  return {};
}

Result<std::unique_ptr<vault::FileVault>> vault_of(const Config& config, Random& random,
                                                   asio::any_io_executor pool) {
  // An empty one in place of one that is lost, or not mounted, would be filled beside it.
  if (vault::FileVault::is_absent(vault_folder(config)))
    return fail(vault_errc::no_vault, vault_folder(config).string());
  TRY(auto keys, vault::load_master_keys(master_source(config), random));
  return vault::FileVault::open(vault_folder(config), std::move(keys), random, std::move(pool));
}

Result<Recovered> recover(const TypedRecover& typed) {
  TRY(const auto config, read_config(typed.config));
  TRY_DO(check_data_is_ours(config.data));
  TRY(const auto log, open_offline_log(typed.config));
  TRY(const auto world, run_blocking(world_of(*log)));
  TRY(const auto* admin, find_admin(world, typed.admin));
  SystemRandom random;
  asio::thread_pool pool{1};
  TRY(const auto secrets, vault_of(config, random, pool.get_executor()));
  TRY(auto hash, hash_of(typed, world));
  const RecoverAdmin command{admin->id, fresh_id<SecretRef>(SystemClock().now(), random)};
  TRY_DO(run_blocking(secrets->put(command.password, std::move(hash))));
  TRY(const auto position, run_blocking(carry_out(*log, world, command, random)));
  // With it somebody could claim what was never claimed before.
  TRY_DO(vault::remove_file(bootstrap_file(config)));
  return Recovered{admin->mail, position, admin->tokens.size()};
}

void report(const Recovered& done) {
  std::printf(
      "%s has the new password. It is recorded in the event log at position %llu.\n"
      "Their browser sessions have ended; API tokens of theirs that were revoked: %llu.\n",
      done.mail.c_str(), static_cast<unsigned long long>(done.position),
      static_cast<unsigned long long>(done.tokens_revoked));
}

}  // namespace

void add_recover(CLI::App& app, int& exit_code) {
  auto typed = std::make_shared<TypedRecover>();
  auto* command = app.add_subcommand(
      "recover", "give an admin a new password, when nobody can log in; the server must be stopped");
  command->group("Server");
  command->add_option("--config", typed->config, "configuration file of the installation, which must not run")
      ->capture_default_str();
  command->add_option("--admin", typed->admin, "mail address of the admin")->capture_default_str();
  command->add_option("--password-file", typed->password_file,
                      "file with the new password, - for a line of standard input, which is asked for");
  command->add_flag("--json", typed->json, "print JSON: mail, position and tokensRevoked");
  command->callback([typed, &exit_code] {
    const auto done = recover(*typed);
    if (!done) {
      std::fprintf(stderr, "kigen recover: %s\n", describe(done.error()).c_str());
      exit_code = 1;
    } else if (typed->json) {
      std::printf("%s\n", events::to_json(*done).c_str());
    } else {
      report(*done);
    }
  });
}

}  // namespace kigen::tools
