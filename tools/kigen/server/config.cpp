#include "tools/kigen/server/config.hpp"

#include <toml++/toml.h>

#include <unistd.h>

#include <array>
#include <climits>
#include <fstream>
#include <iterator>
#include <set>

#include "orchestrator/net/url.hpp"
#include "tools/kigen/server/privacy.hpp"

namespace kigen::tools {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t max_erase_after_days = 3'650;

std::string place(const toml::node& node) { return "line " + std::to_string(node.source().begin.line); }

/// Reads one table, remembering which keys were asked for, so that the rest can be refused.
class Section {
 public:
  Section(const toml::table& root, std::string name, fs::path folder)
      : table_(root[name].as_table()), name_(std::move(name)), folder_(std::move(folder)) {}

  Result<> text(std::string_view key, std::string& into) {
    const auto* node = find(key);
    if (node == nullptr) return {};
    const auto value = node->value<std::string>();
    if (!value) return wrong(key, *node, "a text in quotes");
    into = *value;
    return {};
  }
  Result<> path(std::string_view key, fs::path& into) {
    std::string value;
    TRY_DO(text(key, value));
    if (!value.empty()) into = value;
    if (!into.empty() && into.is_relative()) into = folder_ / into;
    return {};
  }
  Result<> endpoint(std::string_view key, orchestrator::Endpoint& into) {
    std::string value;
    TRY_DO(text(key, value));
    if (value.empty()) return {};
    auto address = parse_listen_address(value);
    if (!address) return wrong(key, *find(key), "host:port or [v6]:port, not \"" + value + "\"");
    into = *std::move(address);
    return {};
  }
  Result<> texts(std::string_view key, std::vector<std::string>& into) {
    const auto* node = find(key);
    if (node == nullptr) return {};
    const auto* list = node->as_array();
    if (list == nullptr || !list->is_homogeneous(toml::node_type::string))
      return wrong(key, *node, "a list of texts in quotes");
    for (const auto& one : *list) into.push_back(*one.value<std::string>());
    return {};
  }
  /// One of the words, of which each stands for the value beside it.
  template <class Value, std::size_t n>
  Result<> word(std::string_view key, const std::array<std::pair<std::string_view, Value>, n>& words,
                Value& into) {
    std::string text_here, expected;
    TRY_DO(text(key, text_here));
    if (text_here.empty()) return {};
    for (const auto& [word, value] : words) {
      expected += (expected.empty() ? "\"" : " or \"") + std::string(word) + "\"";
      if (text_here == word) {
        into = value;
        return {};
      }
    }
    return wrong(key, *find(key), expected);
  }
  Result<> names(std::string_view key, std::vector<std::string>& into) {
    TRY_DO(texts(key, into));
    if (const auto own = orchestrator::net::OwnNames::of(into); !own)
      return wrong(key, *find(key),
                   "host names and addresses without a port, not \"" + own.error().detail + "\"");
    return {};
  }
  Result<> networks(std::string_view key, std::vector<orchestrator::net::Network>& into) {
    std::vector<std::string> written;
    TRY_DO(texts(key, written));
    for (const auto& text : written) {
      const auto network = orchestrator::net::Network::parse(text);
      if (!network)
        return wrong(key, *find(key), "addresses and networks like 10.1.0.0/16, not \"" + text + "\"");
      into.push_back(*network);
    }
    return {};
  }
  Result<> count(std::string_view key, std::size_t& into, std::int64_t most) {
    const auto* node = find(key);
    if (node == nullptr) return {};
    const auto value = node->value_exact<std::int64_t>();
    if (!value || *value < 1 || *value > most)
      return wrong(key, *node, "a number from 1 to " + std::to_string(most));
    into = static_cast<std::size_t>(*value);
    return {};
  }
  /// To be called last: whatever was not asked for is a mistake.
  Result<> nothing_else() const {
    if (table_ == nullptr) return {};
    for (const auto& [key, node] : *table_)
      if (!known_.contains(std::string(key.str())))
        return fail(config_errc::malformed,
                    "[" + name_ + "] has no key \"" + std::string(key.str()) + "\" (" + place(node) + ")");
    return {};
  }

 private:
  const toml::node* find(std::string_view key) {
    known_.emplace(key);
    return table_ == nullptr ? nullptr : table_->get(key);
  }
  std::unexpected<Error> wrong(std::string_view key, const toml::node& node,
                               const std::string& expected) const {
    return fail(config_errc::malformed,
                "[" + name_ + "] " + std::string(key) + " takes " + expected + " (" + place(node) + ")");
  }

  const toml::table* table_;
  std::string name_;
  fs::path folder_;
  std::set<std::string> known_;
};

Result<> refuse_unknown_tables(const toml::table& root) {
  static const std::set<std::string_view> known{"data", "vault", "log", "server", "acme", "pools"};
  for (const auto& [key, node] : root)
    if (!known.contains(key.str()))
      return fail(config_errc::malformed,
                  "no table [" + std::string(key.str()) + "] is known (" + place(node) + ")");
    else if (!node.is_table())
      return fail(config_errc::malformed, std::string(key.str()) + " is a table: write [" +
                                              std::string(key.str()) + "] (" + place(node) + ")");
  return {};
}

constexpr std::array<std::pair<std::string_view, orchestrator::net::ProxyHeader>, 2> proxy_headers{
    {{"X-Forwarded-For", orchestrator::net::ProxyHeader::x_forwarded_for},
     {"Forwarded", orchestrator::net::ProxyHeader::forwarded}}};

Result<> fill(Config& config, const toml::table& root, const fs::path& folder) {
  TRY_DO(refuse_unknown_tables(root));
  Section data(root, "data", folder), vault(root, "vault", folder), log(root, "log", folder),
      server(root, "server", folder), acme(root, "acme", folder), pools(root, "pools", folder);
  TRY_DO(data.path("directory", config.data));
  TRY_DO(vault.path("master_key_file", config.master_key));
  TRY_DO(vault.path("master_passphrase_file", config.master_passphrase));
  TRY_DO(vault.count("erase_after_days", config.erase_after_days, max_erase_after_days));
  TRY_DO(log.path("signer_key_file", config.signer_key));
  TRY_DO(server.endpoint("listen", config.listen));
  TRY_DO(server.names("names", config.names));
  TRY_DO(server.networks("trusted_proxies", config.proxies.trusted));
  TRY_DO(server.word("proxy_header", proxy_headers, config.proxies.header));
  TRY_DO(server.path("certificate_file", config.certificate));
  TRY_DO(server.path("key_file", config.certificate_key));
  TRY_DO(server.text("log_level", config.log_level));
  TRY_DO(acme.endpoint("http01_listen", config.http01_listen));
  TRY_DO(acme.path("hook_folder", config.hook_folder));
  for (auto& [pool, size] : config.pools) TRY_DO(pools.count(pool, size, 1000));
  for (const auto* section : {&data, &vault, &log, &server, &acme, &pools}) TRY_DO(section->nothing_else());
  return {};
}

Result<toml::table> parse_toml(std::string_view text, const fs::path& file) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return fail(config_errc::malformed, file.string() + ", line " +
                                            std::to_string(error.source().begin.line) + ": " +
                                            std::string(error.description()));
  }
}

}  // namespace

std::error_code make_error_code(config_errc code) {
  static const TableCategory table(
      "config", {{int(config_errc::unreadable), "unreadable", "the configuration file cannot be read", 4,
                  Failure::permanent, Answer::internal},
                 {int(config_errc::malformed), "malformed", "the configuration is not right", 6,
                  Failure::permanent, Answer::internal},
                 {int(config_errc::exists), "exists", "there is an installation already; nothing was changed",
                  20, Failure::permanent, Answer::conflict}});
  return {int(code), table};
}

Result<orchestrator::net::OwnNames> names_of(const Config& config) {
  auto names = config.names;
  names.push_back(config.listen.host);
  std::array<char, HOST_NAME_MAX + 1> machine{};
  if (config.names.empty() && ::gethostname(machine.data(), machine.size() - 1) == 0)
    if (const std::vector<std::string> own{machine.data()}; orchestrator::net::OwnNames::of(own))
      names.push_back(own.front());
  return orchestrator::net::OwnNames::of(names);
}

Result<orchestrator::Endpoint> parse_listen_address(std::string_view text) {
  if (auto address = orchestrator::net::parse_endpoint(text, 0)) return address;
  return fail(config_errc::malformed, "\"" + std::string(text) + "\" is not host:port, nor [v6]:port");
}

Result<Config> parse_config(std::string_view text, const fs::path& file) {
  TRY(const auto root, parse_toml(text, file));
  Config config;
  if (auto filled = fill(config, root, fs::absolute(file).parent_path()); !filled) {
    auto error = filled.error();
    error.detail = file.string() + ": " + error.detail;
    return fail(std::move(error));
  }
  for (const auto& [what, path] : {std::pair{"[data] directory", &config.data},
                                   {"[log] signer_key_file", &config.signer_key},
                                   {"[server] certificate_file", &config.certificate},
                                   {"[server] key_file", &config.certificate_key}})
    if (path->empty()) return fail(config_errc::malformed, file.string() + ": " + what + " is missing");
  if (config.master_key.empty() == config.master_passphrase.empty())
    return fail(config_errc::malformed,
                file.string() + ": [vault] takes either master_key_file or master_passphrase_file");
  return config;
}

Result<Config> read_config(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in)
    return fail(config_errc::unreadable,
                file.string() + "; kigen init makes an installation with one, --config names another");
  TRY(auto config, parse_config(text, file));
  TRY_DO(check_privacy(config, file));
  return config;
}

std::string default_config(const orchestrator::Endpoint& listen,
                           const orchestrator::Endpoint& http01_listen) {
  return "# Kigen. Relative paths start at this file's folder.\n"
         "[data]\n"
         "directory = \"data\"          # event log, views, vault: all that is backed up\n\n"
         "[vault]\n"
         "master_key_file = \"keys/master.key\"   # opens the vault; keep a copy elsewhere, never beside a "
         "backup\n"
         "# or, without a key file: master_passphrase_file, a file of one line that the key is derived "
         "from.\n"
         "# Either may be a systemd credential, /run/credentials/UNIT/NAME.\n"
         "erase_after_days = 30       # what nothing uses any more; longer than your oldest useful backup\n\n"
         "[log]\n"
         "signer_key_file = \"keys/log.key\"      # signs the checkpoints of the event log\n\n"
         "[server]\n"
         "listen = \"" +
         to_text(listen) +
         "\"\n"
         "# What people and programs write in the address to come here, as in the certificate; other names "
         "are\n"
         "# refused. Without a list: this machine's host name. localhost and the addresses always go.\n"
         "# names = [\"kigen.example.com\"]\n"
         "# Reverse proxies in front, if any, that say in proxy_header whose request they pass on:\n"
         "# trusted_proxies = [\"10.0.0.5\", \"10.1.0.0/16\"]\n"
         "# proxy_header = \"X-Forwarded-For\"      # or \"Forwarded\"\n"
         "certificate_file = \"tls/certificate.pem\"\n"
         "key_file = \"tls/key.pem\"\n"
         "log_level = \"info\"\n\n"
         "[acme]\n"
         "http01_listen = \"" +
         to_text(http01_listen) +
         "\"   # where CAs fetch http-01 answers; port 0 = not served\n"
         "# hook_folder = \"hooks\"   # programs that CA accounts may name for dns-01; root's or the "
         "server's "
         "own, with all\n"
         "#                         # folders above it, and not writable to others. Without it none is "
         "run.\n\n"
         "[pools]                     # jobs at once\n"
         "ca = 4\ninstall = 8\ncheck = 8\ncpu = 1\npolicy = 2\n";
}

}  // namespace kigen::tools
