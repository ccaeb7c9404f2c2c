#include "orchestrator/vault/master_key.hpp"

#include "events/log/key_file.hpp"
#include "orchestrator/pki/digest.hpp"
#include "orchestrator/ports/vault.hpp"
#include "orchestrator/vault/durable_file.hpp"

namespace kigen::orchestrator::vault {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::optional<Key> parse_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    const int high = hex_value(hex[i]);
    const int low = hex_value(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  auto key = hex.size() == 64 ? Key::from_bytes(bytes) : std::nullopt;
  wipe(bytes);
  return key;
}

std::string fresh_line(Random& random) {
  const auto key = Key::fresh(random);
  return pki::to_hex(key.bytes());
}

}  // namespace

Result<Key> load_master_key(const std::filesystem::path& file) {
  TRY(auto line, events::read_key_file(file));
  auto key = parse_hex(line);
  wipe(line);
  if (!key) return fail(vault_errc::damaged, file.string() + ": not 64 hex digits");
  return std::move(*key);
}

Result<> create_master_key(const std::filesystem::path& file, Random& random) {
  auto line = fresh_line(random);
  auto written = events::write_key_file(file, line);
  wipe(line);
  return written;
}

Result<> replace_master_key(const std::filesystem::path& file, Random& random) {
  auto line = fresh_line(random);
  auto written = replace_file(file, line);
  wipe(line);
  return written;
}

}  // namespace kigen::orchestrator::vault
