#include "tests/fuzz/der.hpp"

#include "events/core/base64.hpp"

namespace kigen::fuzz {
namespace {

/// Bytes of the SEQUENCE in front; all of them where none is.
std::size_t length_of_first(std::string_view der) {
  constexpr std::size_t header = 4;
  if (der.size() < header || !der.starts_with("\x30\x82")) return der.size();
  const auto content = static_cast<unsigned char>(der[2]) * 256u + static_cast<unsigned char>(der[3]);
  return std::min(der.size(), header + content);
}

}  // namespace

std::string as_pem(std::string_view der, std::string_view label) {
  std::string pem;
  while (!der.empty()) {
    const auto one = der.substr(0, length_of_first(der));
    der.remove_prefix(one.size());
    pem.append("-----BEGIN ").append(label).append("-----\n").append(to_base64(bytes_of(one)));
    pem.append("\n-----END ").append(label).append("-----\n");
  }
  return pem;
}

}  // namespace kigen::fuzz
