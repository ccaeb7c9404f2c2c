#include "api/server/command_headers.hpp"

#include <algorithm>

#include "api/server/parameters.hpp"
#include "orchestrator/pki/digest.hpp"

namespace kigen::api {
namespace {

constexpr std::size_t max_key_characters = 64;
constexpr std::size_t fingerprint_bytes = 12;

bool fits_key(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
         c == ':' || c == '-';
}

/// With a key of ours, and other for each command: whoever reads the log can try no passwords on it.
std::string fingerprint_of(std::string_view id, const ServerRequest& request, const Secret& key) {
  auto said = std::string(id) + "\n" + request.method + " " + request.target + "\n" + request.body;
  const auto mac = orchestrator::pki::hmac_sha256(key.reveal(), said);
  wipe(said);
  return orchestrator::pki::to_hex({reinterpret_cast<const char*>(mac.data()), fingerprint_bytes});
}

}  // namespace

Result<std::optional<Version>> if_match_of(const ServerRequest& request) {
  const auto given = request.header("If-Match");
  if (!given || *given == "*") return std::optional<Version>{};
  const std::string_view tag = *given;
  const bool quoted = tag.size() > 2 && tag.front() == '"' && tag.back() == '"';
  const auto version = quoted ? parse_number(tag.substr(1, tag.size() - 2)) : std::nullopt;
  if (!version) return malformed_parameter("If-Match", "expected an ETag of ours like \"3\", or *");
  return version;
}

Result<std::optional<std::string>> command_id_of(const Call& call, const std::string& part,
                                                 const Secret& fingerprint_key) {
  const auto key = call.request.header("Idempotency-Key");
  if (!key) return std::optional<std::string>{};
  if (key->empty() || key->size() > max_key_characters || !std::ranges::all_of(*key, fits_key))
    return malformed_parameter("Idempotency-Key",
                               "expected 1 to 64 characters of A-Z, a-z, 0-9, '.', '_', ':', '-'");
  auto id = "api/" + to_text(call.caller.user) + "/" + *key;
  if (!part.empty()) id += "/" + part;
  return id + "#" + fingerprint_of(id, call.request, fingerprint_key);
}

}  // namespace kigen::api
