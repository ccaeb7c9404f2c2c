#pragma once

#include <string>

#include "events/kept.hpp"

namespace kigen::events {

/// For whom certificates are ordered at a CA that vouches for organizations (R16).
struct OrganizationSettings {
  using Id = OrganizationId;
  static constexpr KeptAs kept{
      .plural = "organizations", .first_line = 3410, .module = "company", .en = "Organization", .ja = "組織"};
  std::string name = {};
  std::string number = {};  ///< CertCentral's id of it
  std::string remark = {};
  std::string contact = {};  ///< whom the CA asks when it validates the organization

  static constexpr auto fields =
      field_list(field("name", &OrganizationSettings::name).required().text(TextKind::name).listed(),
                 field("number", &OrganizationSettings::number).at_most(32).listed(),
                 field("remark", &OrganizationSettings::remark).text(TextKind::note),
                 field("contact", &OrganizationSettings::contact).text(TextKind::mail).added_in(2));
  friend bool operator==(const OrganizationSettings&, const OrganizationSettings&) = default;
};

}  // namespace kigen::events
