// Private keys that people upload, of servers and for logins by SSH. An input is a PEM text.
#include "orchestrator/pki/certificate.hpp"
#include "orchestrator/pki/login_key.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace kigen::fuzz {

void try_input(std::string_view input) {
  using namespace orchestrator::pki;
  const Secret text{std::string(input)};
  (void)orchestrator::pki::check_login_key(text).has_value();
  const auto key = parse_private_key(text);
  if (!key) return;
  const auto again = parse_private_key(key->pem);
  ensure(again && again->public_key_sha256 == key->public_key_sha256, "a key is written as it was read");
}

}  // namespace kigen::fuzz
