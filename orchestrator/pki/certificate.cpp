#include "orchestrator/pki/certificate.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <ctime>

#include "orchestrator/pki/digest.hpp"
#include "orchestrator/pki/errors.hpp"
#include "orchestrator/pki/openssl.hpp"

namespace kigen::orchestrator::pki {
namespace {

Result<std::string> clean_text(const ASN1_STRING* string, const char* what) {
  unsigned char* utf8 = nullptr;
  const int size = ASN1_STRING_to_UTF8(&utf8, string);
  if (size < 0) return fail(pki_errc::malformed, std::string(what) + " is not readable text");
  std::string text(reinterpret_cast<char*>(utf8), static_cast<std::size_t>(size));
  OPENSSL_free(utf8);
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::ranges::any_of(text, control))
    return fail(pki_errc::malformed, std::string(what) + " holds control characters");
  return text;
}

Result<std::string> common_name_of(const X509_NAME* name) {
  const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
  if (at < 0) return std::string();
  return clean_text(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)), "the common name");
}

std::string name_text(const X509_NAME* name) {
  const auto bio = new_memory_bio();
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  return text_in(bio.get());
}

/// DNS names of a SAN extension, and the CN when it is none of them.
Result<std::vector<std::string>> all_names(const GENERAL_NAMES* sans, const std::string& common_name) {
  std::vector<std::string> names;
  for (int i = 0; sans != nullptr && i < sk_GENERAL_NAME_num(sans); ++i) {
    const auto* entry = sk_GENERAL_NAME_value(sans, i);
    if (entry->type != GEN_DNS) continue;
    TRY(auto name, clean_text(entry->d.dNSName, "a subject alternative name"));
    names.push_back(std::move(name));
  }
  if (!common_name.empty() && std::ranges::find(names, common_name) == names.end())
    names.insert(names.begin(), common_name);
  return names;
}

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

std::string der_sha256(X509* certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate, &der);
  auto hex = sha256_hex({reinterpret_cast<const char*>(der), static_cast<std::size_t>(std::max(size, 0))});
  OPENSSL_free(der);
  return hex;
}

Result<Certificate> facts_of(X509* certificate) {
  Certificate facts;
  TRY(facts.common_name, common_name_of(X509_get_subject_name(certificate)));
  facts.subject = name_text(X509_get_subject_name(certificate));
  facts.issuer = name_text(X509_get_issuer_name(certificate));
  TRY(facts.serial, serial_of(certificate));
  TRY(facts.not_before, instant_of(X509_get0_notBefore(certificate)));
  TRY(facts.not_after, instant_of(X509_get0_notAfter(certificate)));
  const NamesPtr sans(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  TRY(facts.names, all_names(sans.get(), facts.common_name));
  facts.sha256 = der_sha256(certificate);
  EVP_PKEY* key = X509_get0_pubkey(certificate);
  if (key == nullptr) return fail(pki_errc::malformed, "the public key is not readable");
  facts.public_key_sha256 = public_key_sha256(key);
  facts.pem = pem_of(certificate);
  facts.self_signed = X509_NAME_cmp(X509_get_subject_name(certificate), X509_get_issuer_name(certificate)) == 0;
  return facts;
}

X509Ptr read_certificate(const std::string& pem) {
  return X509Ptr(PEM_read_bio_X509(bio_over(pem).get(), nullptr, no_passphrase, nullptr));
}

bool is_issued_by(const Certificate& subject, const Certificate& issuer) {
  if (subject.issuer != issuer.subject) return false;
  const auto certificate = read_certificate(subject.pem);
  const auto above = read_certificate(issuer.pem);
  const bool holds = certificate && above && X509_verify(certificate.get(), X509_get0_pubkey(above.get())) == 1;
  ERR_clear_error();
  return holds;
}

/// The one that issued none of the others; the end when there is no single such one.
std::vector<Certificate>::iterator find_leaf(std::vector<Certificate>& all) {
  auto found = all.end();
  for (auto it = all.begin(); it != all.end(); ++it) {
    const bool issues = std::ranges::any_of(
        all, [&](const Certificate& other) { return other.sha256 != it->sha256 && is_issued_by(other, *it); });
    if (issues) continue;
    if (found != all.end()) return all.end();
    found = it;
  }
  return found;
}

bool is_supported(EVP_PKEY* key) {
  const int bits = EVP_PKEY_get_bits(key);
  if (EVP_PKEY_is_a(key, "RSA")) return bits >= 2048 && bits <= 4096;
  char group[64] = {};
  std::size_t size = 0;
  return EVP_PKEY_is_a(key, "EC") && EVP_PKEY_get_group_name(key, group, sizeof group, &size) == 1 &&
         (std::string_view(group) == "prime256v1" || std::string_view(group) == "secp384r1");
}

}  // namespace

Result<std::vector<Certificate>> parse_certificates(std::string_view pem) {
  if (pem.size() > max_pem_bytes) return fail(pki_errc::too_large, "over 1 MiB");
  if (pem.find("PRIVATE KEY-----") != std::string_view::npos)
    return fail(pki_errc::malformed, "a private key stands where only certificates belong");
  const auto bio = bio_over(pem);
  std::vector<Certificate> all;
  for (;;) {
    const X509Ptr certificate(PEM_read_bio_X509(bio.get(), nullptr, no_passphrase, nullptr));
    if (!certificate) break;
    if (all.size() == max_certificates) return fail(pki_errc::too_large, "over 20 certificates");
    TRY(auto facts, facts_of(certificate.get()));
    all.push_back(std::move(facts));
  }
  const auto reason = ERR_GET_REASON(ERR_peek_last_error());
  ERR_clear_error();
  if (all.empty()) return fail(pki_errc::malformed, "no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
  if (reason != PEM_R_NO_START_LINE)
    return fail(pki_errc::malformed, "certificate " + std::to_string(all.size() + 1) + " is damaged");
  return all;
}

Result<Chain> order_chain(std::vector<Certificate> all) {
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = i + 1; j < all.size(); ++j)
      if (all[i].sha256 == all[j].sha256) return fail(pki_errc::not_one_chain, "twice: " + all[i].subject);
  const auto leaf = find_leaf(all);
  if (leaf == all.end()) return fail(pki_errc::not_one_chain, "there is not exactly one server certificate");
  Chain chain{*leaf, {}};
  all.erase(leaf);
  while (!all.empty()) {
    const auto& last = chain.intermediates.empty() ? chain.leaf : chain.intermediates.back();
    const auto issuer =
        std::ranges::find_if(all, [&](const Certificate& other) { return is_issued_by(last, other); });
    if (issuer == all.end()) return fail(pki_errc::not_one_chain, "unrelated: " + all.front().subject);
    auto next = *issuer;
    all.erase(issuer);
    chain.intermediates.push_back(std::move(next));
  }
  if (!chain.intermediates.empty() && chain.intermediates.back().self_signed) chain.intermediates.pop_back();
  return chain;
}

Result<PrivateKey> parse_private_key(const Secret& pem) {
  const auto& text = pem.reveal();
  if (text.size() > max_pem_bytes) return fail(pki_errc::too_large, "over 1 MiB");
  const auto key = read_private_key(pem);
  if (!key) {
    const bool encrypted =
        text.find("ENCRYPTED") != std::string::npos && text.find("PRIVATE KEY-----") != std::string::npos;
    if (encrypted) return fail(pki_errc::encrypted_key);
    return fail(pki_errc::malformed, "no private key in PEM form");
  }
  if (!is_supported(key.get())) return fail(pki_errc::unsupported_algorithm);
  return PrivateKey{public_key_sha256(key.get())};
}

Result<Csr> parse_csr(std::string_view pem) {
  if (pem.size() > max_pem_bytes) return fail(pki_errc::too_large, "over 1 MiB");
  const X509ReqPtr request(PEM_read_bio_X509_REQ(bio_over(pem).get(), nullptr, no_passphrase, nullptr));
  ERR_clear_error();
  if (!request) return fail(pki_errc::malformed, "no CSR in PEM form (-----BEGIN CERTIFICATE REQUEST-----)");
  EVP_PKEY* key = X509_REQ_get0_pubkey(request.get());
  const bool holds = key != nullptr && X509_REQ_verify(request.get(), key) == 1;
  ERR_clear_error();
  if (!holds) return fail(pki_errc::malformed, "the CSR's own signature does not hold");
  if (!is_supported(key)) return fail(pki_errc::unsupported_algorithm);
  Csr facts;
  TRY(facts.common_name, common_name_of(X509_REQ_get_subject_name(request.get())));
  auto* extensions = X509_REQ_get_extensions(request.get());
  const NamesPtr sans(
      static_cast<GENERAL_NAMES*>(X509V3_get_d2i(extensions, NID_subject_alt_name, nullptr, nullptr)));
  sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
  TRY(facts.names, all_names(sans.get(), facts.common_name));
  facts.public_key_sha256 = public_key_sha256(key);
  const auto out = new_memory_bio();
  PEM_write_bio_X509_REQ(out.get(), request.get());
  facts.pem = text_in(out.get());
  return facts;
}

}  // namespace kigen::orchestrator::pki
