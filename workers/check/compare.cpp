#include "workers/check/compare.hpp"

#include <algorithm>
#include <ranges>

#include "orchestrator/pki/certificate.hpp"

namespace kigen::workers::check {
namespace {

using namespace orchestrator;
using events::AddressSeen;
using events::Verdict;

/// What an unexpected certificate is.
Result<> read_other(const std::string& pem, const Expectation& expected, AddressSeen& seen) {
  TRY(const auto certificates, pki::parse_certificates(pem));
  seen.serial = certificates.front().serial;
  seen.key_matches = certificates.front().public_key_sha256 == expected.public_key_sha256;
  return {};
}

/// The expected intermediates are the first of those that were sent.
bool chain_is_there(const std::vector<std::string>& expected, const std::vector<std::string>& sent) {
  if (sent.size() < expected.size()) return false;
  return std::ranges::equal(expected, sent | std::views::take(expected.size()), {}, {},
                            pki::certificate_sha256);
}

std::string difference(const Expectation& expected, const AddressSeen& seen, bool same_leaf) {
  if (expected.serial.empty()) return "the service has no certificate to compare with";
  if (seen.serial != expected.serial) return "another certificate than " + expected.serial;
  if (!same_leaf) return "the same serial on another certificate";
  if (!seen.chain_matches) return "the intermediates are not the service's";
  return {};
}

}  // namespace

Expectation expectation(const events::Generation& generation) {
  Expectation expected{.serial = generation.serial,
                       .leaf_sha256 = generation.leaf_sha256,
                       .public_key_sha256 = generation.public_key_sha256};
  for (const auto& pem : generation.chain_pem) expected.chain_sha256.push_back(pki::certificate_sha256(pem));
  return expected;
}

AddressSeen compare(const Expectation& expected, const Served& served) {
  AddressSeen seen{.address = served.address, .verdict = Verdict::differs};
  const auto leaf_sha256 = pki::certificate_sha256(served.leaf_pem);
  const bool same_leaf = !leaf_sha256.empty() && leaf_sha256 == expected.leaf_sha256;
  if (same_leaf) {
    seen.serial = expected.serial;
    seen.key_matches = true;
  } else if (const auto read = read_other(served.leaf_pem, expected, seen); !read) {
    seen.detail = "what is served cannot be read: " + describe(read.error());
    return seen;
  }
  seen.chain_matches = chain_is_there(expected.chain_sha256, served.chain_pem);
  seen.detail = difference(expected, seen, same_leaf);
  if (seen.detail.empty()) seen.verdict = Verdict::matches;
  return seen;
}

AddressSeen not_served(std::string address, const Error& error) {
  const bool no_certificate = error.code == probe_errc::no_certificate;
  return {.address = std::move(address),
          .verdict = no_certificate ? Verdict::no_certificate : Verdict::unreachable,
          .detail = describe(error)};
}

events::NodeChecked conclude(const Expectation& expected, std::vector<AddressSeen> addresses) {
  ensure(!addresses.empty(), "a check looks at an address");
  events::NodeChecked checked{.verdict = std::ranges::max(addresses, {}, &AddressSeen::verdict).verdict,
                              .expected_serial = expected.serial};
  const auto& serial = addresses.front().serial;
  const auto same = [&](const AddressSeen& seen) { return seen.serial == serial; };
  if (std::ranges::all_of(addresses, same)) checked.served_serial = serial;
  checked.addresses = std::move(addresses);
  return checked;
}

}  // namespace kigen::workers::check
