#pragma once

#include <array>
#include <optional>
#include <string>

#include "api/server/read_body.hpp"

namespace kigen::api {

struct CsrBody {
  std::string csr = {};
  static constexpr auto fields =
      events::field_list(events::field("csr", &CsrBody::csr).text(events::TextKind::pem).required());
};

/// The certificate as PEM, or a binary file with it: DER, or PKCS#12 with chain and key.
struct CertificateBody {
  std::optional<std::string> certificate = {};
  std::optional<Secret> file = {};  ///< base64
  std::optional<Secret> passphrase = {};
  std::optional<std::string> chain = {};
  std::optional<Secret> key = {};
  static constexpr auto fields = events::field_list(
      events::field("certificate", &CertificateBody::certificate).text(events::TextKind::pem),
      events::field("file", &CertificateBody::file),
      events::field("passphrase", &CertificateBody::passphrase),
      events::field("chain", &CertificateBody::chain).text(events::TextKind::pem),
      events::field("key", &CertificateBody::key));
};
struct GenerationBody {
  std::optional<std::uint8_t> slot = {};
  static constexpr auto fields = events::field_list(events::field("slot", &GenerationBody::slot).required());
};

/// What anybody may have who may look.
enum class PublicPart : std::uint8_t { leaf, chain, fullchain };

/// What leaves the product.
enum class Export : std::uint8_t { leaf, chain, fullchain, key, pkcs12 };

struct ExportBody {
  Export what = Export::leaf;
  std::optional<std::uint8_t> slot = {};
  std::optional<Secret> passphrase = {};
  static constexpr auto fields = events::field_list(events::field("what", &ExportBody::what).required(),
                                                    events::field("slot", &ExportBody::slot),
                                                    events::field("passphrase", &ExportBody::passphrase));
};

}  // namespace kigen::api

template <>
struct kigen::events::EnumWords<kigen::api::PublicPart> {
  static constexpr std::array<std::string_view, 3> words{"leaf", "chain", "fullchain"};
};
template <>
struct kigen::events::EnumWords<kigen::api::Export> {
  static constexpr std::array<std::string_view, 5> words{"leaf", "chain", "fullchain", "key", "pkcs12"};
};
