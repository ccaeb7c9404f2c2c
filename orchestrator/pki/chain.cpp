#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>

#include "orchestrator/pki/certificate.hpp"
#include "orchestrator/pki/errors.hpp"
#include "orchestrator/pki/openssl.hpp"

namespace kigen::orchestrator::pki {
namespace {

X509Ptr read_certificate(const std::string& pem) {
  return X509Ptr(PEM_read_bio_X509(bio_over(pem).get(), nullptr, no_passphrase, nullptr));
}

bool names_as_issuer(const Certificate& subject, const Certificate& issuer) {
  return issuer.is_ca && subject.issuer == issuer.subject;
}

bool is_issued_by(const Certificate& subject, const Certificate& issuer) {
  if (!names_as_issuer(subject, issuer)) return false;
  const auto certificate = read_certificate(subject.pem);
  const auto above = read_certificate(issuer.pem);
  const bool holds =
      certificate && above && X509_verify(certificate.get(), X509_get0_pubkey(above.get())) == 1;
  ERR_clear_error();
  return holds;
}

/// The same CA twice (cross-signed, or self-signed besides) would leave two ways up, and the file's order
/// would decide.
bool is_same_party(const Certificate& a, const Certificate& b) {
  return a.subject == b.subject && a.public_key_sha256 == b.public_key_sha256;
}

Result<> check_each_once(const std::vector<Certificate>& all) {
  for (auto one = all.begin(); one != all.end(); ++one)
    for (auto other = std::next(one); other != all.end(); ++other) {
      if (one->sha256 == other->sha256) return fail(pki_errc::not_one_chain, "twice: " + one->subject);
      if (is_same_party(*one, *other))
        return fail(pki_errc::not_one_chain, "two certificates of one party: " + one->subject);
    }
  return {};
}

Certificate take(std::vector<Certificate>& all, std::vector<Certificate>::iterator which) {
  auto taken = std::move(*which);
  all.erase(which);
  return taken;
}

/// By name: the signatures are checked link by link.
bool issued_another(const std::vector<Certificate>& all, const Certificate& one) {
  return std::ranges::any_of(all, [&](const Certificate& other) {
    return other.sha256 != one.sha256 && names_as_issuer(other, one);
  });
}

/// What is beside the chain, if it is clear what the chain is: the CA certificates that issued none of these;
/// else what every one is. What a gap lacks is the issuer that nobody here is.
std::string not_one_leaf(const std::vector<Certificate>& all) {
  std::string ends, missing;
  const bool one_leaf = std::ranges::count(all, false, &Certificate::is_ca) == 1;
  for (const auto& one : all) {
    if (!issued_another(all, one) && (one.is_ca || !one_leaf))
      ends += (ends.empty() ? "" : "; ") + one.subject;
    const bool has_issuer =
        std::ranges::any_of(all, [&](const Certificate& other) { return names_as_issuer(one, other); });
    if (!has_issuer && !one.is_ca) missing += (missing.empty() ? "" : "; ") + one.issuer;
  }
  return "not part of the chain: " + (ends.empty() ? "each issued another one" : ends) +
         (missing.empty() ? "" : "; missing: " + missing);
}

Result<Certificate> take_leaf(std::vector<Certificate>& all) {
  std::vector<std::vector<Certificate>::iterator> leaves;
  for (auto one = all.begin(); one != all.end(); ++one)
    if (!issued_another(all, *one)) leaves.push_back(one);
  if (leaves.size() == 1) return take(all, leaves.front());
  return fail(pki_errc::not_one_chain, not_one_leaf(all));
}

Result<Certificate> take_issuer(std::vector<Certificate>& all, const Certificate& of) {
  const auto issuer =
      std::ranges::find_if(all, [&](const Certificate& other) { return is_issued_by(of, other); });
  if (issuer == all.end())
    return fail(pki_errc::not_one_chain, "unrelated: " + all.front().subject + "; missing: " + of.issuer);
  return take(all, issuer);
}

}  // namespace

Result<Chain> order_chain(std::vector<Certificate> all) {
  if (all.empty()) return fail(pki_errc::not_one_chain, "no certificate");
  TRY_DO(check_each_once(all));
  Chain chain;
  TRY(chain.leaf, take_leaf(all));
  for (const auto* last = &chain.leaf; !all.empty(); last = &chain.intermediates.back()) {
    TRY(auto issuer, take_issuer(all, *last));
    chain.intermediates.push_back(std::move(issuer));
  }
  if (!chain.intermediates.empty() && chain.intermediates.back().self_signed) chain.intermediates.pop_back();
  return chain;
}

}  // namespace kigen::orchestrator::pki
