#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/core/error.hpp"
#include "events/service_events.hpp"

namespace kigen::orchestrator::pki {

/// The name in lower case if a certificate can carry it: an FQDN of at least two labels in A-label form (RFC
/// 5890), each of 1–63 letters, digits or inner hyphens, the last not all digits (RFC 3696 §2: an IPv4
/// address is no name), at most 253 bytes, no final dot; the left-most label may be "*". The error says what
/// is wrong.
Result<std::string> validate_dns_name(std::string_view name);

/// R13: country two capital letters, lengths, ASCII where the CA wants it. Fields are named "subject.…".
Result<> validate_subject(const events::Subject& subject);

/// Whether one of a certificate's names stands for `wanted`, case-insensitively; "*" stands for exactly one
/// left-most label (RFC 6125 §6.4.3). A wanted wildcard matches only the same wildcard.
bool covers(const std::vector<std::string>& certificate_names, std::string_view wanted);

}  // namespace kigen::orchestrator::pki
