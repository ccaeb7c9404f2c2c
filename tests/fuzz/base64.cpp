// Base64 in PEM, keys and signed notes, base64url in what CAs hand out.
#include "events/core/base64.hpp"

#include "tests/fuzz/fuzz.hpp"
#include "workers/ca/acme/base64url.hpp"

namespace kigen::fuzz {

void try_input(std::string_view input) {
  using namespace workers::ca::acme;
  if (const auto bytes = from_base64(input))
    ensure(to_base64(bytes_of(*bytes)) == input, "bytes have one base64 text");
  if (const auto bytes = from_base64url(input))
    ensure(to_base64url(*bytes) == input.substr(0, input.find('=')), "bytes have one base64url text");
  ensure(from_base64(to_base64(bytes_of(input))).value() == input, "any bytes come back from base64");
  ensure(from_base64url(to_base64url(input)).value() == input, "any bytes come back from base64url");
}

}  // namespace kigen::fuzz
