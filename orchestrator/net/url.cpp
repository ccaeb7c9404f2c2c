#include "orchestrator/net/url.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace kigen::orchestrator::net {
namespace {

constexpr std::size_t max_url_bytes = 8192;

std::unexpected<Error> malformed(std::string_view text) {
  return fail(net_errc::malformed_request, std::string(text.substr(0, 200)));
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// The host of a URL or of an authority, as a socket takes it. None when nothing could be asked there: it is
/// empty, hides bytes by percent-encoding, or is an address of a version to come (RFC 3986 §3.2.2).
std::optional<std::string> host_of(const auto& parts) {
  using boost::urls::host_type;
  if (parts.host_type() == host_type::ipv6) return parts.host_ipv6_address().to_string();
  const std::string_view encoded = parts.encoded_host();
  if (encoded.empty() || encoded.find('%') != std::string_view::npos) return std::nullopt;
  if (parts.host_type() == host_type::ipvfuture) return std::nullopt;
  return lower(parts.host());
}

/// Path and query as they stand in the URL.
std::string target_of(const boost::urls::url_view& url) {
  std::string target(url.encoded_path());
  if (target.empty()) target = "/";
  if (url.has_query()) target += "?" + std::string(url.encoded_query());
  return target;
}

bool is_ambiguous(std::string_view encoded_path) {
  const auto lowered = lower(std::string(encoded_path));
  return lowered.find("%2f") != std::string::npos || lowered.find("%00") != std::string::npos;
}

/// Boost.URL takes larger numbers too, and cuts them.
bool is_port(std::string_view text, std::uint16_t number, std::uint16_t least = 1) {
  return number >= least && text == std::to_string(number);
}

std::uint16_t own_port(bool is_https) { return is_https ? 443 : 80; }

}  // namespace

Result<Url> parse_url(std::string_view text) {
  if (text.size() > max_url_bytes) return malformed(text);
  const auto parsed = boost::urls::parse_uri(text);
  if (!parsed) return malformed(text);
  const auto& url = *parsed;
  const bool is_https = url.scheme_id() == boost::urls::scheme::https;
  if (!is_https && url.scheme_id() != boost::urls::scheme::http) return malformed(text);
  auto host = host_of(url);
  if (!url.has_authority() || url.has_userinfo() || !host) return malformed(text);
  if (url.has_port() && !is_port(url.port(), url.port_number())) return malformed(text);
  if (!url.encoded_path().empty() && !url.is_path_absolute()) return malformed(text);  // "http://a:9p"
  const auto port = url.has_port() ? url.port_number() : own_port(is_https);
  return Url{is_https, {*std::move(host), port}, target_of(url)};
}

std::string authority(const Url& url) {
  auto text = to_text(url.host);
  if (url.host.port == own_port(url.is_https)) text.resize(text.rfind(':'));
  return text;
}

Result<Target> parse_target(std::string_view text) {
  const auto parsed = boost::urls::parse_origin_form(text);
  if (!parsed || is_ambiguous(parsed->encoded_path())) return malformed(text);
  Target target{.path = parsed->path()};
  for (const auto& param : parsed->params()) target.query.emplace_back(param.key, param.value);
  return target;
}

Result<Endpoint> parse_endpoint(std::string_view text, std::uint16_t least_port) {
  const auto parsed = boost::urls::parse_authority(text);
  if (!parsed || parsed->has_userinfo() || !is_port(parsed->port(), parsed->port_number(), least_port))
    return malformed(text);
  auto host = host_of(*parsed);
  if (!host) return malformed(text);
  return Endpoint{*std::move(host), parsed->port_number()};
}

Result<Host> parse_host(std::string_view text) {
  const auto parsed = boost::urls::parse_authority(text);
  if (!parsed || parsed->has_userinfo()) return malformed(text);
  if (parsed->has_port() && !is_port(parsed->port(), parsed->port_number())) return malformed(text);
  auto host = host_of(*parsed);
  if (!host) return malformed(text);
  if (host->size() > 1 && host->ends_with('.')) host->pop_back();
  return Host{*std::move(host), parsed->has_port()};
}

}  // namespace kigen::orchestrator::net
