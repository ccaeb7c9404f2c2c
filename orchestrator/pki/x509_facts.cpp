#include "orchestrator/pki/x509_facts.hpp"

#include <algorithm>
#include <string_view>

#include "events/core/readable.hpp"
#include "orchestrator/pki/errors.hpp"
#include "orchestrator/pki/openssl.hpp"

namespace kigen::orchestrator::pki {

Result<std::string> clean_text(const ASN1_STRING* string, const char* what) {
  unsigned char* utf8 = nullptr;
  const int size = ASN1_STRING_to_UTF8(&utf8, string);
  if (size < 0) return fail(pki_errc::malformed, std::string(what) + " is not readable text");
  std::string text(reinterpret_cast<char*>(utf8), static_cast<std::size_t>(size));
  OPENSSL_free(utf8);
  if (!is_readable(text))
    return fail(pki_errc::malformed, std::string(what) + " holds characters that do not show");
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
  return readable(text_in(bio.get()));
}

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

bool is_supported(EVP_PKEY* key) {
  const int bits = EVP_PKEY_get_bits(key);
  if (EVP_PKEY_is_a(key, "RSA")) return bits >= 2048 && bits <= 4096;
  char group[64] = {};
  std::size_t size = 0;
  return EVP_PKEY_is_a(key, "EC") && EVP_PKEY_get_group_name(key, group, sizeof group, &size) == 1 &&
         (std::string_view(group) == "prime256v1" || std::string_view(group) == "secp384r1");
}

}  // namespace kigen::orchestrator::pki
