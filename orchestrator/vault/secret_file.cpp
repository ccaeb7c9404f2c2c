#include "orchestrator/vault/secret_file.hpp"

namespace kigen::orchestrator::vault {
namespace {

constexpr std::string_view magic = "KGV1";
constexpr std::size_t wrapped_key_bytes = 12 + 32 + 16;
constexpr std::size_t head_bytes = magic.size() + wrapped_key_bytes;
constexpr std::string_view check_text = "kigen vault";

std::string head(const Key& data_key, const Key& master, std::string_view name, Random& random) {
  return std::string(magic) + seal(master, data_key.bytes(), name, random);
}

}  // namespace

std::string secret_file(const Key& master, const Secret& secret, std::string_view name, Random& random) {
  const auto data_key = Key::fresh(random);
  return head(data_key, master, name, random) + seal(data_key, secret.reveal(), name, random);
}

std::optional<Key> data_key_in(std::string_view file, const Key& master, std::string_view name) {
  if (!file.starts_with(magic) || file.size() < head_bytes) return std::nullopt;
  const auto bytes = open(master, file.substr(magic.size(), wrapped_key_bytes), name);
  return bytes ? Key::from_bytes(bytes->reveal()) : std::nullopt;
}

std::optional<Secret> secret_in(std::string_view file, const Key& data_key, std::string_view name) {
  return open(data_key, file.substr(head_bytes), name);
}

std::string rewrapped(std::string_view file, const Key& data_key, const Key& master, std::string_view name,
                      Random& random) {
  return head(data_key, master, name, random).append(file.substr(head_bytes));
}

std::string check_file(const Key& master, std::string_view name, Random& random) {
  return seal(master, check_text, name, random);
}

bool is_checked_by(std::string_view file, const Key& master, std::string_view name) {
  const auto opened = open(master, file, name);
  return opened && opened->reveal() == check_text;
}

}  // namespace kigen::orchestrator::vault
