#include "orchestrator/pki/pem.hpp"

#include <algorithm>
#include <iterator>

#include "events/core/base64.hpp"
#include "orchestrator/pki/errors.hpp"

namespace kigen::orchestrator::pki {
namespace {

constexpr std::string_view begin_mark = "-----BEGIN ";
constexpr std::string_view end_mark = "-----END ";
constexpr std::string_view dashes = "-----";
constexpr std::size_t max_label_bytes = 64;
constexpr std::size_t line_length = 64;

bool is_label(std::string_view text) {
  return !text.empty() && text.size() <= max_label_bytes && std::ranges::all_of(text, [](char c) {
    return c == ' ' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
  });
}

/// The label that follows a mark; empty when none does.
std::string_view label_at(std::string_view text, std::size_t at) {
  const auto end = text.find(dashes, at);
  const auto label = end == std::string_view::npos ? std::string_view() : text.substr(at, end - at);
  return is_label(label) ? label : std::string_view();
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

Result<std::vector<PemBlock>> pem_blocks(std::string_view text) {
  if (text.size() > max_pem_bytes) return fail(pki_errc::too_large, "over 1 MiB");
  std::vector<PemBlock> blocks;
  for (auto at = text.find(begin_mark); at != std::string_view::npos; at = text.find(begin_mark, at)) {
    const auto label = label_at(text, at + begin_mark.size());
    const auto body = at + begin_mark.size() + label.size() + dashes.size();
    const auto end = label.empty() ? std::string_view::npos : text.find(dashes, body);
    const auto closing = std::string(end_mark) + std::string(label) + std::string(dashes);
    if (end == std::string_view::npos || !text.substr(end).starts_with(closing))
      return fail(pki_errc::malformed,
                  "block " + std::to_string(blocks.size() + 1) + " has no proper begin and end");
    blocks.push_back({label, text.substr(body, end - body)});
    at = end + closing.size();
  }
  return blocks;
}

std::unexpected<Error> no_block(std::string_view text, const std::string& what, const std::string& label) {
  // An ASN.1 SEQUENCE of over 255 bytes begins like this (X.690 §8.1.3.5).
  if (text.starts_with("\x30\x82") || text.starts_with("\x30\x83"))
    return fail(
        pki_errc::malformed,
        "the file is binary (DER or PKCS#12); make PEM of it first (openssl x509, pkey, req or pkcs12)");
  return fail(pki_errc::malformed, "no " + what + " in PEM form (-----BEGIN " + label + "-----)");
}

Result<std::string> decode(const PemBlock& block) {
  std::string packed;
  packed.reserve(block.body.size());
  std::ranges::remove_copy_if(block.body, std::back_inserter(packed), is_blank);
  auto bytes = from_base64(packed);
  if (!bytes || bytes->empty()) return fail(pki_errc::malformed, "its base64 is broken");
  return bytes;
}

Secret rewrapped(const PemBlock& block) {
  std::string text;
  text.reserve(2 * block.body.size() + 4 * max_label_bytes);  // never moved: a secret leaves no copy behind
  text.append(begin_mark).append(block.label).append(dashes);
  std::size_t written = 0;
  for (const char c : block.body) {
    if (is_blank(c)) continue;
    if (written++ % line_length == 0) text += '\n';
    text += c;
  }
  text.append("\n").append(end_mark).append(block.label).append(dashes).append("\n");
  return Secret(std::move(text));
}

bool is_private_key(std::string_view label) { return label.ends_with("PRIVATE KEY"); }

}  // namespace kigen::orchestrator::pki
