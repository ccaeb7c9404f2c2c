// URLs from CAs and configuration, request targets from clients, and proxies' addresses.
#include "orchestrator/net/url.hpp"

#include "tests/fuzz/fuzz.hpp"

namespace kigen::fuzz {
namespace {

using namespace orchestrator::net;

std::string text_of(const Url& url) {
  return (url.is_https ? "https://" : "http://") + authority(url) + url.target;
}

void try_url(std::string_view input) {
  const auto url = parse_url(input);
  if (!url) return;
  ensure(url->target.starts_with('/'), "a target is at least a slash");
  const auto again = parse_url(text_of(*url));
  ensure(
      again && again->is_https == url->is_https && again->host == url->host && again->target == url->target,
      "what is asked for is what the URL says");
}

void try_target(std::string_view input) {
  const auto target = parse_target(input);
  if (!target) return;
  ensure(target->path.starts_with('/'), "a path begins with a slash");
  ensure(target->path.find('\0') == std::string::npos, "no path holds a NUL");
  ensure(target->path.size() <= input.size(), "decoding makes nothing longer");
}

void try_endpoint(std::string_view input) {
  const auto endpoint = parse_endpoint(input);
  if (!endpoint) return;
  const auto again = parse_endpoint(to_text(*endpoint));
  ensure(again && *again == *endpoint, "an endpoint's text is read as the same endpoint");
}

}  // namespace

void try_input(std::string_view input) {
  try_url(input);
  try_target(input);
  try_endpoint(input);
}

}  // namespace kigen::fuzz
