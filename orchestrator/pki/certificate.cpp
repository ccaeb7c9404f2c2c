#include "orchestrator/pki/certificate.hpp"

#include <openssl/err.h>

#include <algorithm>
#include <ctime>

#include "orchestrator/pki/digest.hpp"
#include "orchestrator/pki/errors.hpp"
#include "orchestrator/pki/openssl.hpp"
#include "orchestrator/pki/pem.hpp"
#include "orchestrator/pki/x509_facts.hpp"

namespace kigen::orchestrator::pki {
namespace {

Result<Instant> instant_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return fail(pki_errc::malformed, "a validity date is not readable");
  using namespace std::chrono;
  const year_month_day day(year(parts.tm_year + 1900), month(static_cast<unsigned>(parts.tm_mon + 1)),
                           std::chrono::day(static_cast<unsigned>(parts.tm_mday)));
  if (!day.ok()) return fail(pki_errc::malformed, "a validity date does not exist");
  return Instant(sys_days(day) + hours(parts.tm_hour) + minutes(parts.tm_min) + seconds(parts.tm_sec));
}

Result<std::string> serial_of(const X509* certificate) {
  BIGNUM* number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr);
  char* hex = number == nullptr ? nullptr : BN_bn2hex(number);
  std::string serial = hex == nullptr ? "" : hex;
  OPENSSL_free(hex);
  BN_free(number);
  if (serial.empty()) return fail(pki_errc::malformed, "the serial number is not readable");
  return serial;
}

/// DNS names of the certificate. An extension that is there twice or cannot be read must not pass for none.
Result<std::vector<std::string>> names_of(X509* certificate, const std::string& common_name) {
  constexpr int absent = -1;
  int critical = absent;
  const NamesPtr sans(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, &critical, nullptr)));
  if (!sans && critical != absent)
    return fail(pki_errc::malformed, "the subject alternative names are not readable");
  return all_names(sans.get(), common_name);
}

std::string der_sha256(X509* certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate, &der);
  auto hex = sha256_hex({reinterpret_cast<const char*>(der), static_cast<std::size_t>(std::max(size, 0))});
  OPENSSL_free(der);
  return hex;
}

Result<> read_subject(X509* certificate, Certificate& facts) {
  const auto* subject = X509_get_subject_name(certificate);
  const auto* issuer = X509_get_issuer_name(certificate);
  TRY(facts.common_name, common_name_of(subject));
  TRY(facts.names, names_of(certificate, facts.common_name));
  facts.subject = name_text(subject);
  facts.issuer = name_text(issuer);
  facts.self_signed = X509_NAME_cmp(subject, issuer) == 0;
  facts.is_ca = X509_check_ca(certificate) != 0;
  return {};
}

Result<Certificate> facts_of(X509* certificate) {
  Certificate facts;
  TRY_DO(read_subject(certificate, facts));
  TRY(facts.serial, serial_of(certificate));
  TRY(facts.not_before, instant_of(X509_get0_notBefore(certificate)));
  TRY(facts.not_after, instant_of(X509_get0_notAfter(certificate)));
  EVP_PKEY* key = X509_get0_pubkey(certificate);
  if (key == nullptr) return fail(pki_errc::malformed, "the public key is not readable");
  facts.public_key_sha256 = public_key_sha256(key);
  facts.sha256 = der_sha256(certificate);
  facts.pem = pem_of(certificate);
  return facts;
}

Result<X509Ptr> read_der(const std::string& der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const auto* end = at + der.size();
  X509Ptr certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (!certificate || at != end) return fail(pki_errc::malformed, "what it holds is no X.509 certificate");
  return certificate;
}

bool is_certificate(std::string_view label) { return label == "CERTIFICATE" || label == "X509 CERTIFICATE"; }

Result<Certificate> read_block(const PemBlock& block) {
  if (is_private_key(block.label))
    return fail(pki_errc::malformed, "a private key stands where only certificates belong");
  if (!is_certificate(block.label))
    return fail(pki_errc::malformed,
                "a " + std::string(block.label) + " stands where only certificates belong");
  TRY(const auto der, decode(block));
  TRY(const auto certificate, read_der(der));
  return facts_of(certificate.get());
}

/// openssl writes them before EC and DSA keys, and people's files keep them.
bool is_ignored(std::string_view label) { return label.ends_with("PARAMETERS"); }

std::unexpected<Error> in_block(Error error, std::size_t number) {
  error.detail = "block " + std::to_string(number) + ": " + error.detail;
  return fail(std::move(error));
}

}  // namespace

Result<std::vector<Certificate>> parse_certificates(std::string_view pem) {
  TRY(const auto blocks, pem_blocks(pem));
  std::vector<Certificate> all;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (is_ignored(blocks[i].label)) continue;
    if (all.size() == max_certificates)
      return fail(pki_errc::too_large, "over " + std::to_string(max_certificates) + " certificates");
    auto facts = read_block(blocks[i]);
    ERR_clear_error();
    if (!facts) return in_block(facts.error(), i + 1);
    all.push_back(*std::move(facts));
  }
  if (all.empty()) return no_block(pem, "certificate", "CERTIFICATE");
  return all;
}

std::string certificate_sha256(std::string_view pem) {
  const auto blocks = pem_blocks(pem);
  if (!blocks) return {};
  const auto found =
      std::ranges::find_if(*blocks, [](const PemBlock& block) { return is_certificate(block.label); });
  if (found == blocks->end()) return {};
  const auto der = decode(*found);
  return der ? sha256_hex(*der) : "";
}

}  // namespace kigen::orchestrator::pki
