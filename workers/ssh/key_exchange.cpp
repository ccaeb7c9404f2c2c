#include "workers/ssh/key_exchange.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <ranges>
#include <utility>

#include "orchestrator/ports/ssh.hpp"

namespace kigen::workers::ssh {
namespace {

using orchestrator::ssh_errc;

constexpr std::uint8_t msg_kexinit = 20;
constexpr std::size_t cookie_bytes = 16;

std::optional<std::uint32_t> take_u32(std::string_view& bytes) {
  if (bytes.size() < 4) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : bytes.substr(0, 4)) value = value << 8 | static_cast<std::uint8_t>(c);
  bytes.remove_prefix(4);
  return value;
}

std::optional<std::string_view> take_string(std::string_view& bytes) {
  const auto size = take_u32(bytes);
  if (!size || *size > bytes.size()) return std::nullopt;
  const auto text = bytes.substr(0, *size);
  bytes.remove_prefix(*size);
  return text;
}

std::vector<std::string> names_in(std::string_view list) {
  std::vector<std::string> names;
  for (const auto name : std::views::split(list, ',')) names.emplace_back(name.begin(), name.end());
  return names;
}

/// The first name-lists of a KEXINIT packet that begins `packet`; none when it is none or not all there.
std::vector<std::vector<std::string>> name_lists(std::string_view packet, std::size_t count) {
  constexpr std::size_t header_bytes = 1 + 1 + cookie_bytes;  // padding length, message number, cookie
  if (!take_u32(packet) || packet.size() < header_bytes ||
      static_cast<std::uint8_t>(packet[1]) != msg_kexinit)
    return {};
  packet.remove_prefix(header_bytes);
  std::vector<std::vector<std::string>> lists;
  while (lists.size() < count) {
    const auto list = take_string(packet);
    if (!list) return {};
    lists.push_back(names_in(*list));
  }
  return lists;
}

void read_kexinit(ServerOpening& opening, std::string_view packet) {
  constexpr std::size_t first_mac = 5;  // key exchange, host keys, two of ciphers, then those of MACs
  auto lists = name_lists(packet, first_mac);
  if (lists.empty()) return;
  opening.key_exchange = std::move(lists[0]);
  opening.host_keys = std::move(lists[1]);
  opening.ciphers = std::move(lists[2]);
  opening.macs = std::move(lists[4]);
}

std::string printable(std::string_view text) {
  std::string shown(text.substr(0, 80));
  std::ranges::replace_if(shown, [](char c) { return c < ' ' || c > '~'; }, '.');
  return shown;
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + printable(word);
  return text;
}

bool has_one_of(const std::vector<std::string>& theirs, std::string_view ours) {
  const auto names = names_in(ours);
  return std::ranges::any_of(theirs,
                             [&](const auto& name) { return std::ranges::find(names, name) != names.end(); });
}

constexpr Algorithms modern{
    .key_exchange =
        "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,"
        "ecdh-sha2-nistp521,diffie-hellman-group14-sha256",
    .host_keys = "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521",
    .ciphers = "aes256-ctr,aes192-ctr,aes128-ctr",
    .macs = "hmac-sha2-256,hmac-sha2-512"};

constexpr Algorithms legacy{
    .key_exchange =
        "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,"
        "ecdh-sha2-nistp521,diffie-hellman-group14-sha256,diffie-hellman-group14-sha1",
    .host_keys = "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,ssh-rsa",
    .ciphers = "aes256-ctr,aes192-ctr,aes128-ctr,aes256-cbc,aes192-cbc,aes128-cbc",
    .macs = "hmac-sha2-256,hmac-sha2-512,hmac-sha1"};

/// What the server has of a kind of which we have nothing; empty when there is no such kind.
std::string only_outdated(const ServerOpening& opening, const Algorithms& ours) {
  const auto missed = [](const char* kind, const std::vector<std::string>& theirs, std::string_view names) {
    return theirs.empty() || has_one_of(theirs, names) ? "" : std::string(kind) + join(theirs);
  };
  for (auto& words : {missed("key exchange by ", opening.key_exchange, ours.key_exchange),
                      missed("host keys for ", opening.host_keys, ours.host_keys),
                      missed("encryption by ", opening.ciphers, ours.ciphers),
                      missed("integrity by ", opening.macs, ours.macs)})
    if (!words.empty()) return words;
  return {};
}

}  // namespace

const Algorithms& algorithms_of(events::SshAlgorithms allowed) {
  return allowed == events::SshAlgorithms::legacy ? legacy : modern;
}

ServerOpening read_opening(std::string_view bytes) {
  ServerOpening opening;
  while (!bytes.empty()) {
    const auto end = std::min(bytes.find('\n'), bytes.size());
    auto line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with("SSH-")) {
      opening.banner = printable(line);
      read_kexinit(opening, bytes);
      return opening;
    }
    if (opening.other_text.empty()) opening.other_text = printable(line);
  }
  return opening;
}

Error explain_handshake(std::string_view opening_bytes, std::string_view host, std::string_view libssh2_says,
                        const Algorithms& ours) {
  const auto opening = read_opening(opening_bytes);
  const std::string where(host);
  if (opening.other_text.starts_with("Exceeded MaxStartups"))
    return {make_error_code(ssh_errc::connect_failed),
            where + " takes no more logins just now (Exceeded MaxStartups); it is tried again later"};
  if (opening.banner.empty() && !opening.other_text.empty())
    return {make_error_code(ssh_errc::connect_failed),
            where + " is no SSH server; it says \"" + opening.other_text + '"'};
  if (!opening.host_keys.empty() && !has_one_of(opening.host_keys, legacy.host_keys))
    return {make_error_code(ssh_errc::unsupported_key),
            where + " has host keys for " + join(opening.host_keys) +
                " only; give it an Ed25519 or ECDSA host key (ssh-keygen -A there, then restart sshd)"};
  if (const auto outdated = only_outdated(opening, ours); !outdated.empty())
    return {make_error_code(ssh_errc::outdated_algorithms), where + " has " + outdated + " only"};
  return {
      make_error_code(ssh_errc::connect_failed),
      where + (opening.banner.empty() ? "" : " (" + opening.banner + ")") + ": " + std::string(libssh2_says)};
}

}  // namespace kigen::workers::ssh
