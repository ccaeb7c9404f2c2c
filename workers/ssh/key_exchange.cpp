#include "workers/ssh/key_exchange.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <ranges>

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

/// The second name-list of a KEXINIT packet that begins `packet`; empty when it is none or not all there.
std::vector<std::string> host_key_algorithms(std::string_view packet) {
  constexpr std::size_t header_bytes = 1 + 1 + cookie_bytes;  // padding length, message number, cookie
  if (!take_u32(packet) || packet.size() < header_bytes ||
      static_cast<std::uint8_t>(packet[1]) != msg_kexinit)
    return {};
  packet.remove_prefix(header_bytes);
  if (!take_string(packet)) return {};
  const auto list = take_string(packet);
  if (!list) return {};
  std::vector<std::string> names;
  for (const auto name : std::views::split(*list, ',')) names.emplace_back(name.begin(), name.end());
  return names;
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

bool is_usable(const std::string& algorithm) {
  return std::ranges::any_of(std::views::split(std::string_view(host_key_choice), ','),
                             [&](auto ours) { return std::string_view(ours) == algorithm; });
}

}  // namespace

ServerOpening read_opening(std::string_view bytes) {
  ServerOpening opening;
  while (!bytes.empty()) {
    const auto end = std::min(bytes.find('\n'), bytes.size());
    auto line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with("SSH-")) {
      opening.banner = printable(line);
      opening.host_key_algorithms = host_key_algorithms(bytes);
      return opening;
    }
    if (opening.other_text.empty()) opening.other_text = printable(line);
  }
  return opening;
}

Error explain_handshake(std::string_view opening_bytes, std::string_view host,
                        std::string_view libssh2_says) {
  const auto opening = read_opening(opening_bytes);
  const std::string where(host);
  if (opening.other_text.starts_with("Exceeded MaxStartups"))
    return {make_error_code(ssh_errc::connect_failed),
            where + " takes no more logins just now (Exceeded MaxStartups); it is tried again later"};
  if (opening.banner.empty() && !opening.other_text.empty())
    return {make_error_code(ssh_errc::connect_failed),
            where + " is no SSH server; it says \"" + opening.other_text + '"'};
  if (!opening.host_key_algorithms.empty() && std::ranges::none_of(opening.host_key_algorithms, is_usable))
    return {make_error_code(ssh_errc::unsupported_key),
            where + " has host keys for " + join(opening.host_key_algorithms) +
                " only; give it an Ed25519 or ECDSA host key (ssh-keygen -A there, then restart sshd)"};
  return {
      make_error_code(ssh_errc::connect_failed),
      where + (opening.banner.empty() ? "" : " (" + opening.banner + ")") + ": " + std::string(libssh2_says)};
}

}  // namespace kigen::workers::ssh
