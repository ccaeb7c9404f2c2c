#pragma once

#include <string>

#include "events/codec/one_of.hpp"
#include "events/kept.hpp"

namespace kigen::events {

/// Somebody whom the certificate authority knows as its user.
struct CaUser {
  static constexpr std::string_view kind = "ca-user";
  std::string user_id = {};

  static constexpr auto fields =
      field_list(field("userId", &CaUser::user_id).required().text(TextKind::digits).listed());
  friend bool operator==(const CaUser&, const CaUser&) = default;
};

/// Somebody whom an order describes.
struct Person {
  static constexpr std::string_view kind = "person";
  std::string family_name = {};
  std::string given_name = {};
  std::string job_title = {};
  std::string mail = {};
  std::string phone = {};
  std::string country = {};
  std::string postcode = {};
  std::string prefecture = {};
  std::string city = {};
  std::string address1 = {};
  std::string address2 = {};

  static constexpr auto fields =
      field_list(field("familyName", &Person::family_name).required().text(TextKind::name).listed(),
                 field("givenName", &Person::given_name).required().text(TextKind::name).listed(),
                 field("jobTitle", &Person::job_title).required().text(TextKind::name),
                 field("mail", &Person::mail).required().text(TextKind::mail).listed(),
                 field("phone", &Person::phone).required().text(TextKind::digits),
                 field("country", &Person::country).at_most(2).text(TextKind::country).section("address"),
                 field("postcode", &Person::postcode).text(TextKind::digits),
                 field("prefecture", &Person::prefecture).text(TextKind::name),
                 field("city", &Person::city).text(TextKind::name),
                 field("address1", &Person::address1).text(TextKind::name),
                 field("address2", &Person::address2).text(TextKind::name));
  friend bool operator==(const Person&, const Person&) = default;
};

struct ApplicantTag {
  static constexpr std::string_view aggregate = "applicant";
};
using ApplicantId = Id<ApplicantTag>;

/// Who applies for a certificate, or approves an EV one (R17).
struct ApplicantSettings {
  using Id = ApplicantId;
  static constexpr KeptAs kept{
      .plural = "applicants", .first_line = 3420, .module = "company", .en = "Applicant", .ja = "申請者情報"};
  std::string name = {};
  OneOf<Person, CaUser> who = {};

  static constexpr auto fields =
      field_list(field("name", &ApplicantSettings::name).required().text(TextKind::name).listed(),
                 field("who", &ApplicantSettings::who).listed());
  friend bool operator==(const ApplicantSettings&, const ApplicantSettings&) = default;
};

}  // namespace kigen::events
