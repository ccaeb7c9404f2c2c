#pragma once

#include <string_view>

#include "orchestrator/net/http_codec.hpp"

namespace kigen::orchestrator::net {

// What RFC 9112 lets a reader refuse, and we do: where two readers of the same bytes could part ways (a proxy
// and we, say), one of them would take a part of one message for another one. All fail with malformed.

/// The header section as it came: lines that end in CR LF and hold no other control character than tabs
/// (§2.2), with a name that begins them and meets its colon (§5.1), none continued on the next one (§5.2).
Result<> check_lines(std::string_view head);
/// How long the body is (§6.3): one Content-Length of digits, or one Transfer-Encoding that says "chunked"
/// and nothing else, or neither.
Result<> check_framing(const HttpHeaders& headers, bool is_http_1_1);
/// Headers of a request of which there is one value: none of them comes twice, Host comes (§3.2).
Result<> check_single_headers(const HttpHeaders& headers, bool is_http_1_1);
/// What stands behind a chunk's size (§7.1.1).
Result<> check_chunk_extensions(std::string_view extensions);

}  // namespace kigen::orchestrator::net
