#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"

namespace kigen::events {

enum class KeyAlgorithm : std::uint8_t { rsa_2048, rsa_3072, rsa_4096, ecdsa_p256, ecdsa_p384 };
template <>
struct EnumWords<KeyAlgorithm> {
  static constexpr std::array<std::string_view, 5> words{"rsa-2048", "rsa-3072", "rsa-4096", "ecdsa-p256",
                                                         "ecdsa-p384"};
};

/// When a new certificate is ordered without anyone asking (R20).
enum class RenewalRule : std::uint8_t { never, fraction_of_life, days_before_expiry };
template <>
struct EnumWords<RenewalRule> {
  static constexpr std::array<std::string_view, 3> words{"never", "fraction-of-life", "days-before-expiry"};
};

struct KeyParameters {
  KeyAlgorithm algorithm = KeyAlgorithm::ecdsa_p256;
  bool new_key_each_order = true;

  static constexpr auto fields = field_list(field("algorithm", &KeyParameters::algorithm),
                                            field("newKeyEachOrder", &KeyParameters::new_key_each_order));
  friend bool operator==(const KeyParameters&, const KeyParameters&) = default;
};

/// The subject of the CSR besides its common name (R13); empty = left out.
struct Subject {
  std::string country = {};       ///< two capital letters
  std::string state = {};         ///< ≤ 128 bytes
  std::string locality = {};      ///< ≤ 128, ASCII
  std::string organization = {};  ///< ≤ 64, ASCII
  std::string unit = {};          ///< ≤ 64, ASCII
  std::string email = {};         ///< ≤ 128, ASCII

  static constexpr auto fields = field_list(
      field("country", &Subject::country).at_most(2).text(TextKind::country),
      field("state", &Subject::state).at_most(128), field("locality", &Subject::locality).at_most(128),
      field("organization", &Subject::organization).at_most(64), field("unit", &Subject::unit).at_most(64),
      field("email", &Subject::email).at_most(128));
  friend bool operator==(const Subject&, const Subject&) = default;
};

struct RenewalPolicy {
  RenewalRule rule = RenewalRule::fraction_of_life;
  std::uint32_t percent_of_life = 67;  ///< for fraction_of_life
  std::uint32_t days_before = 30;      ///< for days_before_expiry
  bool apply_automatically = true;     ///< install on all enabled nodes once issued

  static constexpr auto fields = field_list(field("rule", &RenewalPolicy::rule),
                                            field("percentOfLife", &RenewalPolicy::percent_of_life)
                                                .within(10, 95)
                                                .in("%")
                                                .when("rule", "fraction-of-life"),
                                            field("daysBefore", &RenewalPolicy::days_before)
                                                .within(1, 365)
                                                .in("days")
                                                .when("rule", "days-before-expiry"),
                                            field("applyAutomatically", &RenewalPolicy::apply_automatically));
  friend bool operator==(const RenewalPolicy&, const RenewalPolicy&) = default;
};

struct ServiceSettings {
  std::string name = {};
  std::string common_name = {};        ///< ≤ 64 bytes, lower case
  std::vector<std::string> sans = {};  ///< FQDNs besides the common name
  KeyParameters key = {};
  Subject subject = {};
  bool separate_chain = false;  ///< intermediates come in a separate file on import (R10)
  std::optional<CaAccountId> ca_account = {};
  RenewalPolicy renewal = {};
  std::uint8_t slots = 2;           ///< how many certificates it may hold (R9)
  UserGroupId group = first_group;  ///< whose members see and manage it (R3)

  static constexpr auto fields = field_list(
      field("name", &ServiceSettings::name).required().listed().text(TextKind::name),
      field("commonName", &ServiceSettings::common_name)
          .required()
          .listed()
          .at_most(64)
          .section("certificate"),
      field("sans", &ServiceSettings::sans).at_most(100), field("key", &ServiceSettings::key).section("key"),
      field("subject", &ServiceSettings::subject).section("subject"),
      field("separateChain", &ServiceSettings::separate_chain).section("handling"),
      field("caAccount", &ServiceSettings::ca_account).listed().section("renewal"),
      field("renewal", &ServiceSettings::renewal),
      field("slots", &ServiceSettings::slots).added_in(2).within(2, 10).section("handling"),
      field("group", &ServiceSettings::group).added_in(3).listed());
  friend bool operator==(const ServiceSettings&, const ServiceSettings&) = default;
};

/// Whether a CSR that fitted the settings `before` fits them as they are `after`: it names the same names
/// and, if it `is_ours`, was made with the same subject for the same kind of key.
inline bool csr_still_fits(const ServiceSettings& before, const ServiceSettings& after, bool is_ours) {
  const bool same_names = before.common_name == after.common_name && before.sans == after.sans;
  const bool made_alike = before.key.algorithm == after.key.algorithm && before.subject == after.subject;
  return same_names && (made_alike || !is_ours);
}

/// One certificate with what belongs to it, as it fills a slot (R9).
struct Generation {
  std::uint8_t slot = 1;    ///< from 1 on
  std::string serial = {};  ///< upper-case hex, no separators
  std::string issuer = {};  ///< RFC 2253 text
  Instant not_before = {};
  Instant not_after = {};
  std::string leaf_sha256 = {};         ///< hex over the DER
  std::string public_key_sha256 = {};   ///< hex over the SubjectPublicKeyInfo
  std::vector<std::string> names = {};  ///< CN and DNS SANs
  std::string leaf_pem = {};
  std::vector<std::string> chain_pem = {};  ///< intermediates, issuer of the leaf first
  Instant chain_not_after = {};             ///< earliest expiry in the whole chain
  std::optional<KeyRef> key = {};           ///< none: the key is elsewhere
  std::optional<OrderId> order = {};        ///< none: imported

  static constexpr auto fields =
      field_list(field("slot", &Generation::slot), field("serial", &Generation::serial),
                 field("issuer", &Generation::issuer), field("notBefore", &Generation::not_before),
                 field("notAfter", &Generation::not_after), field("leafSha256", &Generation::leaf_sha256),
                 field("publicKeySha256", &Generation::public_key_sha256), field("names", &Generation::names),
                 field("leafPem", &Generation::leaf_pem), field("chainPem", &Generation::chain_pem),
                 field("chainNotAfter", &Generation::chain_not_after), field("key", &Generation::key),
                 field("order", &Generation::order));
  friend bool operator==(const Generation&, const Generation&) = default;
};

/// How near the end a certificate is (R12). For lives under 200 days: `warning` when less than a third is
/// left, `error` when a renewal is overdue or less than a tenth is left; the day steps are for longer lives.
enum class ExpiryStatus : std::uint8_t {
  none,
  valid,
  under_90,
  under_60,
  under_30,
  under_15,
  warning,
  error,
  expired
};
template <>
struct EnumWords<ExpiryStatus> {
  static constexpr std::array<std::string_view, 9> words{
      "none", "valid", "under-90", "under-60", "under-30", "under-15", "warning", "error", "expired"};
};

struct ServiceCreated {
  ServiceSettings settings = {};
  static constexpr EventType type{.name = "service.created", .schema = 3};
  static constexpr auto fields = field_list(field("settings", &ServiceCreated::settings));
  friend bool operator==(const ServiceCreated&, const ServiceCreated&) = default;
};

struct ServiceEdited {
  ServiceSettings settings = {};
  static constexpr EventType type{.name = "service.edited", .schema = 3};
  static constexpr auto fields = field_list(field("settings", &ServiceEdited::settings));
  friend bool operator==(const ServiceEdited&, const ServiceEdited&) = default;
};

struct ServiceEnabled {
  static constexpr EventType type{.name = "service.enabled"};
  static constexpr auto fields = field_list();
  friend bool operator==(const ServiceEnabled&, const ServiceEnabled&) = default;
};

/// From here on no orders, applies or expiry checks (R7).
struct ServiceDisabled {
  static constexpr EventType type{.name = "service.disabled"};
  static constexpr auto fields = field_list();
  friend bool operator==(const ServiceDisabled&, const ServiceDisabled&) = default;
};

struct ServiceDeleted {
  static constexpr EventType type{.name = "service.deleted"};
  static constexpr auto fields = field_list();
  friend bool operator==(const ServiceDeleted&, const ServiceDeleted&) = default;
};

/// Someone asked for a key and CSR now; a job makes them.
struct KeyRequested {
  static constexpr EventType type{.name = "service.key_requested"};
  static constexpr auto fields = field_list();
  friend bool operator==(const KeyRequested&, const KeyRequested&) = default;
};

/// The service has a key of ours and a CSR for its next certificate.
struct KeyCreated {
  KeyRef key = {};
  std::string csr_pem = {};
  std::string public_key_sha256 = {};
  static constexpr EventType type{.name = "service.key_created"};
  static constexpr auto fields =
      field_list(field("key", &KeyCreated::key), field("csrPem", &KeyCreated::csr_pem),
                 field("publicKeySha256", &KeyCreated::public_key_sha256));
  friend bool operator==(const KeyCreated&, const KeyCreated&) = default;
};

/// A CSR made elsewhere; its key stays there unless imported.
struct CsrImported {
  std::string csr_pem = {};
  std::string public_key_sha256 = {};
  static constexpr EventType type{.name = "service.csr_imported"};
  static constexpr auto fields = field_list(field("csrPem", &CsrImported::csr_pem),
                                            field("publicKeySha256", &CsrImported::public_key_sha256));
  friend bool operator==(const CsrImported&, const CsrImported&) = default;
};

/// A slot was filled: by an order (generation.order) or an import.
struct GenerationRegistered {
  Generation generation = {};
  static constexpr EventType type{.name = "service.generation_registered"};
  static constexpr auto fields = field_list(field("generation", &GenerationRegistered::generation));
  friend bool operator==(const GenerationRegistered&, const GenerationRegistered&) = default;
};

/// A registered certificate came again, perhaps now with its key or chain (R10).
struct GenerationUpdated {
  Generation generation = {};
  static constexpr EventType type{.name = "service.generation_updated"};
  static constexpr auto fields = field_list(field("generation", &GenerationUpdated::generation));
  friend bool operator==(const GenerationUpdated&, const GenerationUpdated&) = default;
};

/// The time from which a certificate that was registered early is valid has come.
struct GenerationBecameValid {
  std::uint8_t slot = 1;
  std::string serial = {};
  static constexpr EventType type{.name = "service.generation_became_valid"};
  static constexpr auto fields = field_list(field("slot", &GenerationBecameValid::slot),
                                            field("serial", &GenerationBecameValid::serial));
  friend bool operator==(const GenerationBecameValid&, const GenerationBecameValid&) = default;
};

struct GenerationRemoved {
  std::uint8_t slot = 1;
  std::string serial = {};
  std::string reason = {};
  static constexpr EventType type{.name = "service.generation_removed"};
  static constexpr auto fields =
      field_list(field("slot", &GenerationRemoved::slot), field("serial", &GenerationRemoved::serial),
                 field("reason", &GenerationRemoved::reason));
  friend bool operator==(const GenerationRemoved&, const GenerationRemoved&) = default;
};

/// Which slot exports and applies use; none = the newest expiry that is valid already.
struct GenerationSelected {
  std::optional<std::uint8_t> slot = {};
  static constexpr EventType type{.name = "service.generation_selected"};
  static constexpr auto fields = field_list(field("slot", &GenerationSelected::slot));
  friend bool operator==(const GenerationSelected&, const GenerationSelected&) = default;
};

struct ExpiryStatusChanged {
  ExpiryStatus status = ExpiryStatus::none;
  std::string serial = {};
  Instant not_after = {};
  static constexpr EventType type{.name = "service.expiry_status_changed"};
  static constexpr auto fields =
      field_list(field("status", &ExpiryStatusChanged::status), field("serial", &ExpiryStatusChanged::serial),
                 field("notAfter", &ExpiryStatusChanged::not_after));
  friend bool operator==(const ExpiryStatusChanged&, const ExpiryStatusChanged&) = default;
};

/// The moment chosen for the renewal of `serial`, spread by hash (R20).
struct RenewalScheduled {
  std::string serial = {};
  Instant due = {};
  static constexpr EventType type{.name = "service.renewal_scheduled"};
  static constexpr auto fields =
      field_list(field("serial", &RenewalScheduled::serial), field("due", &RenewalScheduled::due));
  friend bool operator==(const RenewalScheduled&, const RenewalScheduled&) = default;
};

/// The renewal's moment passed and no order came of it: what should have happened and did not.
struct RenewalOverdue {
  std::string serial = {};
  std::string reason = {};
  static constexpr EventType type{.name = "service.renewal_overdue"};
  static constexpr auto fields =
      field_list(field("serial", &RenewalOverdue::serial), field("reason", &RenewalOverdue::reason));
  friend bool operator==(const RenewalOverdue&, const RenewalOverdue&) = default;
};

/// The order of a due renewal came to nothing: another one is made at `due`.
struct RenewalRetryPlanned {
  std::string serial = {};
  Instant due = {};
  static constexpr EventType type{.name = "service.renewal_retry_planned"};
  static constexpr auto fields =
      field_list(field("serial", &RenewalRetryPlanned::serial), field("due", &RenewalRetryPlanned::due));
  friend bool operator==(const RenewalRetryPlanned&, const RenewalRetryPlanned&) = default;
};

/// A private key left the product (R11): who is in the record.
struct KeyExported {
  std::uint8_t slot = 1;
  std::string serial = {};
  static constexpr EventType type{.name = "service.key_exported"};
  static constexpr auto fields =
      field_list(field("slot", &KeyExported::slot), field("serial", &KeyExported::serial));
  friend bool operator==(const KeyExported&, const KeyExported&) = default;
};

/// Another user group sees and manages the service from now on; its settings have said so already.
struct ServiceHandedOver {
  UserGroupId from = {};
  UserGroupId to = {};
  std::string name = {};  ///< of the new group, at that time
  static constexpr EventType type{.name = "service.handed_over"};
  static constexpr auto fields =
      field_list(field("from", &ServiceHandedOver::from), field("to", &ServiceHandedOver::to),
                 field("name", &ServiceHandedOver::name));
  friend bool operator==(const ServiceHandedOver&, const ServiceHandedOver&) = default;
};

using ServiceEvent =
    std::variant<ServiceCreated, ServiceEdited, ServiceEnabled, ServiceDisabled, ServiceDeleted, KeyRequested,
                 KeyCreated, CsrImported, GenerationRegistered, GenerationUpdated, GenerationBecameValid,
                 GenerationRemoved, GenerationSelected, ExpiryStatusChanged, RenewalScheduled, RenewalOverdue,
                 RenewalRetryPlanned, KeyExported, ServiceHandedOver>;

}  // namespace kigen::events
