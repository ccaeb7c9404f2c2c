// The server's configuration file (TOML).
#include "tools/kigen/server/config.hpp"

#include "tests/fuzz/fuzz.hpp"

namespace kigen::fuzz {
namespace {

void try_config(std::string_view input) {
  const auto config = tools::parse_config(input, "/etc/kigen/kigen.toml");
  if (!config) {
    ensure(config.error().detail.starts_with("/etc/kigen/kigen.toml"), "a refusal names the file");
    return;
  }
  for (const auto* path :
       {&config->data, &config->signer_key, &config->certificate, &config->certificate_key})
    ensure(path->is_absolute(), "paths start at the file's folder");
  for (const auto& [pool, size] : config->pools)
    ensure(size >= 1 && size <= 1000, "no pool is empty or endless");
}

void try_endpoint(std::string_view input) {
  const auto endpoint = tools::parse_listen_address(input);
  if (!endpoint) return;
  const auto again = tools::parse_listen_address(to_text(*endpoint));
  ensure(again && *again == *endpoint, "an address's text is read as the same address");
}

}  // namespace

void try_input(std::string_view input) {
  try_config(input);
  try_endpoint(input);
}

}  // namespace kigen::fuzz
