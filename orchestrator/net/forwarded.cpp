#include "orchestrator/net/forwarded.hpp"

#include <strings.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <ranges>

#include <boost/asio/ip/address.hpp>

#include "orchestrator/ports/byte_stream.hpp"

namespace kigen::orchestrator::net {
namespace {

using boost::asio::ip::address;

std::optional<address> parsed(std::string_view text) {
  boost::system::error_code error;
  auto found = boost::asio::ip::make_address(std::string(text), error);
  if (error || (found.is_v6() && found.to_v6().scope_id() != 0)) return std::nullopt;
  if (found.is_v6() && found.to_v6().is_v4_mapped())
    return make_address_v4(boost::asio::ip::v4_mapped, found.to_v6());
  return found;
}

std::string bytes_of(const address& of) {
  const auto text = [](const auto& bytes) { return std::string(bytes.begin(), bytes.end()); };
  return of.is_v4() ? text(of.to_v4().to_bytes()) : text(of.to_v6().to_bytes());
}

std::optional<unsigned> number(std::string_view digits) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

/// At the separators that no quotes hold.
std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '"') quoted = !quoted;
    if (i < text.size() && (quoted || text[i] != separator)) continue;
    parts.push_back(trimmed(text.substr(begin, i - begin)));
    begin = i + 1;
  }
  return parts;
}

bool has_name(std::string_view text, std::string_view name) {
  return text.size() == name.size() && strncasecmp(text.data(), name.data(), name.size()) == 0;
}

std::string_view name_of(ProxyHeader header) {
  return header == ProxyHeader::forwarded ? "Forwarded" : "X-Forwarded-For";
}

/// The elements of all headers of the name, as of one list (RFC 9110 §5.3).
std::vector<std::string_view> elements_of(const HttpHeaders& headers, ProxyHeader which) {
  std::vector<std::string_view> all;
  for (const auto& [name, value] : headers)
    if (has_name(name, name_of(which))) std::ranges::copy(split(value, ','), std::back_inserter(all));
  return all;
}

/// The value of for= in an element of Forwarded, without its quotes.
std::string_view for_of(std::string_view element) {
  for (auto pair : split(element, ';')) {
    const auto equals = pair.find('=');
    if (equals == pair.npos || !has_name(pair.substr(0, equals), "for")) continue;
    pair.remove_prefix(equals + 1);
    if (pair.size() > 1 && pair.starts_with('"') && pair.ends_with('"'))
      return pair.substr(1, pair.size() - 2);
    return pair;
  }
  return {};
}

bool is_port_or_nothing(std::string_view text) {
  return text.empty() || (text.starts_with(':') && number(text.substr(1)).value_or(65'536) < 65'536);
}

/// "192.0.2.1", "192.0.2.1:80", "2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:80".
std::optional<address> node_address(std::string_view node) {
  const bool is_bracketed = node.starts_with('[');
  const auto colon = node.find(':');
  const bool is_bare_ipv6 = !is_bracketed && colon != node.rfind(':');
  if (is_bare_ipv6) return parsed(node);
  const auto end = std::min(is_bracketed ? node.find(']') : colon, node.size());
  const auto rest = node.substr(std::min(end + (is_bracketed ? 1 : 0), node.size()));
  if (!is_port_or_nothing(rest) || (is_bracketed && end == node.size())) return std::nullopt;
  return parsed(node.substr(is_bracketed ? 1 : 0, is_bracketed ? end - 1 : end));
}

}  // namespace

std::string plain_address(const std::string& text) {
  const auto address = parsed(text);
  return address ? address->to_string() : text;
}

Result<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto first = parsed(text.substr(0, slash));
  if (!first) return fail(net_errc::malformed_request, std::string(text));
  Network network;
  network.first_ = bytes_of(*first);
  const auto all_bits = static_cast<unsigned>(8 * network.first_.size());
  const auto bits = slash == text.npos ? std::optional(all_bits) : number(text.substr(slash + 1));
  if (!bits || *bits > all_bits) return fail(net_errc::malformed_request, std::string(text));
  network.bits_ = *bits;
  return network;
}

bool Network::contains(std::string_view address) const {
  const auto known = parsed(address);
  if (!known) return false;
  const auto there = bytes_of(*known);
  if (there.size() != first_.size()) return false;
  const auto whole = bits_ / 8, rest = bits_ % 8;
  if (first_.compare(0, whole, there, 0, whole) != 0) return false;
  return rest == 0 || static_cast<unsigned char>(first_[whole] ^ there[whole]) >> (8 - rest) == 0;
}

bool Proxies::include(std::string_view address) const {
  return std::ranges::any_of(trusted, [&](const Network& one) { return one.contains(address); });
}

std::string client_address(const std::string& peer, const HttpHeaders& headers, const Proxies& proxies) {
  if (!proxies.include(peer)) return peer;
  auto farthest = peer;
  for (const auto element : elements_of(headers, proxies.header) | std::views::reverse) {
    const auto node = node_address(proxies.header == ProxyHeader::forwarded ? for_of(element) : element);
    if (!node) return peer;
    farthest = node->to_string();
    if (!proxies.include(farthest)) return farthest;
  }
  return farthest;
}

}  // namespace kigen::orchestrator::net
