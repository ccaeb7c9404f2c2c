#include "tests/support/sample.hpp"

#include <functional>
#include <map>

namespace kigen::tests {
namespace {

constexpr const char* pem =
    "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ0VSVElGSUNBVEUtT0YtS0lHRU4wCgYIKoZIzj0EAwIw\n-----END "
    "CERTIFICATE-----\n";
constexpr const char* sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

const std::map<std::string_view, std::string_view>& texts() {
  static const std::map<std::string_view, std::string_view> table{
      {"accountUrl", "https://ca.example.com/acme/acct/17"},
      {"address", "192.0.2.17"},
      {"algorithm", "ssh-ed25519"},
      {"caOrder", "https://ca.example.com/acme/order/4711"},
      {"certificateFile", "/etc/ssl/certs/www.example.com.crt"},
      {"chainFile", "/etc/ssl/certs/chain.crt"},
      {"chainPem", pem},
      {"code", "connection_refused"},
      {"commonName", "www.example.com"},
      {"configFile", "/etc/apache2/apache2.conf"},
      {"consequence", "request_apply"},
      {"contact", "hostmaster@example.com"},
      {"controlProgram", "/usr/sbin/apachectl"},
      {"country", "JP"},
      {"csrPem",
       "-----BEGIN CERTIFICATE REQUEST-----\nMIIBAjCBqQIBADBHMQswCQYDVQQGEwJKUA==\n-----END CERTIFICATE "
       "REQUEST-----\n"},
      {"detail", "web-1.example.com: 接続が拒否されました \"111\""},
      {"directoryUrl", "https://ca.example.com/directory"},
      {"dnsHook", "/usr/local/lib/kigen/dns-hook"},
      {"email", "hostmaster@example.com"},
      {"executionId", "root"},
      {"expectedSerial", "0A1B2C3D4E5F60718293A4B5C6D7E8F9"},
      {"externalKeyId", "kid-1"},
      {"fingerprint", "SHA256:uNiVztksCsDhcc0u9e8BrMIqphBQc4CqJ2mQYVzqk3w"},
      {"fqdn", "www.example.com"},
      {"host", "web-1.example.com"},
      {"issuer", "CN=Example CA,O=Example,C=JP"},
      {"key", "node-0192f0c1-5a6b-7c8d-9e0f-102132435465"},
      {"keyFile", "/etc/ssl/private/www.example.com.key"},
      {"kind", "apply.run"},
      {"leafPem", pem},
      {"leafSha256", sha256},
      {"locality", "Chiyoda-ku"},
      {"loginId", "deploy"},
      {"mail", "admin@example.com"},
      {"message", "urn:ietf:params:acme:error:rateLimited"},
      {"name", "web-1 本番"},
      {"names", "www.example.com"},
      {"organization", "Example K.K."},
      {"pinnedFingerprint", "SHA256:n3Kx0Tt0Z5mFJHhOe8mS1tJm8jF3g0P2wqQ4d6c7b8A"},
      {"pool", "install"},
      {"proxy", "proxy.example.com:3128"},
      {"publicKeySha256", sha256},
      {"reason", "the node was disabled"},
      {"requestKey", "5f1c0e7a"},
      {"sans", "example.com"},
      {"serial", "0A1B2C3D4E5F60718293A4B5C6D7E8F9"},
      {"servedSerial", "0A1B2C3D4E5F60718293A4B5C6D7E8F9"},
      {"sha256", sha256},
      {"state", "Tokyo"},
      {"status", "processing"},
      {"trustPem", pem},
      {"unit", "Operations"},
      {"version", "0.1.0"},
      {"workFolder", "/var/lib/kigen-work"},
  };
  return table;
}

}  // namespace

std::string sample_text(std::string_view field) {
  const auto found = texts().find(field);
  return std::string(found == texts().end() ? field : found->second);
}

Uuid sample_uuid(std::string_view field) {
  std::array<std::uint8_t, 10> bytes{};
  for (std::size_t i = 0; i < field.size(); ++i)
    bytes[i % bytes.size()] ^= static_cast<std::uint8_t>(field[i]);
  return make_uuid_v7(sample_instant(), bytes);
}

Instant sample_instant() { return parse_instant("2026-11-22T20:46:19.000123Z").value(); }

}  // namespace kigen::tests
