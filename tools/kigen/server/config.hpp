#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "events/core/error.hpp"
#include "orchestrator/net/forwarded.hpp"
#include "orchestrator/net/own_names.hpp"
#include "orchestrator/ports/byte_stream.hpp"

namespace kigen::tools {

/// The server's configuration file (TOML). Paths are absolute, or relative to the file's folder.
struct Config {
  std::filesystem::path data = {};               ///< [data] directory: log/, views/, vault/
  std::filesystem::path master_key = {};         ///< [vault] master_key_file, outside the data directory; or
  std::filesystem::path master_passphrase = {};  ///< [vault] master_passphrase_file, outside of it too
  std::size_t erase_after_days = 30;             ///< [vault] erase_after_days: how long secrets stay unused
  std::filesystem::path signer_key = {};         ///< [log] signer_key_file, outside the data directory
  orchestrator::Endpoint listen = {"127.0.0.1", 8443};     ///< [server] listen
  std::vector<std::string> names = {};                     ///< [server] names; none = the machine's host name
  orchestrator::net::Proxies proxies = {};                 ///< [server] trusted_proxies, proxy_header
  std::filesystem::path certificate = {};                  ///< [server] certificate_file
  std::filesystem::path certificate_key = {};              ///< [server] key_file
  orchestrator::Endpoint http01_listen = {"0.0.0.0", 80};  ///< [acme] http01_listen; port 0 = none
  std::filesystem::path hook_folder = {};  ///< [acme] hook_folder: programs for dns-01; empty = none is run
  std::map<std::string, std::size_t> pools = {  ///< [pools]: jobs at once
      {"ca", 4},
      {"install", 8},
      {"check", 8},
      {"cpu", 1},
      {"policy", 2}};
  std::string log_level = "info";  ///< [server] log_level
};

enum class config_errc { unreadable = 1, malformed, exists };
std::error_code make_error_code(config_errc code);

/// Reads and checks a configuration file; unknown tables and keys are refused by name and line.
Result<Config> read_config(const std::filesystem::path& file);
/// The same for a text that stands in `file`: relative paths start at its folder, and refusals name it.
Result<Config> parse_config(std::string_view text, const std::filesystem::path& file);

/// The names that the server goes by: those of the configuration, or else this machine's host name, and the
/// address that it listens on.
Result<orchestrator::net::OwnNames> names_of(const Config& config);

/// Where to listen: "host:port", "[v6]:port"; port 0 as the setting says.
Result<orchestrator::Endpoint> parse_listen_address(std::string_view text);

/// What `kigen init` writes.
std::string default_config(const orchestrator::Endpoint& listen, const orchestrator::Endpoint& http01_listen);

}  // namespace kigen::tools

template <>
struct std::is_error_code_enum<kigen::tools::config_errc> : std::true_type {};
