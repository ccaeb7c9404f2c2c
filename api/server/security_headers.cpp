#include "api/server/security_headers.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace kigen::api {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> always{{
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cache-Control", "no-store"},
}};

}  // namespace

void add_security_headers(orchestrator::net::ServerResponse& answer) {
  for (const auto& [name, value] : always) {
    const auto there =
        std::ranges::find(answer.headers, name, [](const auto& header) { return header.first; });
    if (there == answer.headers.end()) answer.headers.emplace_back(name, value);
  }
}

}  // namespace kigen::api
