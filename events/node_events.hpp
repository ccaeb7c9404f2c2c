#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/codec/one_of.hpp"
#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"

namespace kigen::events {

/// Files of an Apache host (R22). Absolute paths of [A-Za-z0-9._/@%+-] only.
struct ApacheSettings {
  static constexpr std::string_view kind = "apache";
  std::string certificate_file = {};
  std::string chain_file = {};  ///< empty = 2.4.8 style: the chain goes into the certificate file
  std::string key_file = {};
  std::string work_folder = {};
  std::string control_program = "apachectl";  ///< word or absolute path
  std::string config_file = {};               ///< for `-f`; empty = the program's own

  static constexpr auto fields =
      field_list(field("certificateFile", &ApacheSettings::certificate_file)
                     .required()
                     .text(TextKind::path)
                     .section("files"),
                 field("chainFile", &ApacheSettings::chain_file).text(TextKind::path),
                 field("keyFile", &ApacheSettings::key_file).required().text(TextKind::path),
                 field("workFolder", &ApacheSettings::work_folder).required().text(TextKind::path),
                 field("controlProgram", &ApacheSettings::control_program).section("control"),
                 field("configFile", &ApacheSettings::config_file).text(TextKind::path));
  friend bool operator==(const ApacheSettings&, const ApacheSettings&) = default;
};

/// How it is seen what a node serves (R26).
enum class CheckMethod : std::uint8_t { none, url, address };
template <>
struct EnumWords<CheckMethod> {
  static constexpr std::array<std::string_view, 3> words{"none", "url", "address"};
};

struct CheckSettings {
  CheckMethod method = CheckMethod::none;
  std::string fqdn = {};     ///< url: the name, port 443; address: the SNI name, empty = no SNI
  std::string address = {};  ///< address: where to connect
  std::uint32_t port = 443;

  static constexpr auto fields =
      field_list(field("method", &CheckSettings::method),
                 field("fqdn", &CheckSettings::fqdn).text(TextKind::fqdn).when("method", "url address"),
                 field("address", &CheckSettings::address).text(TextKind::host).when("method", "address"),
                 field("port", &CheckSettings::port).within(1, 65'535).when("method", "address"));
  friend bool operator==(const CheckSettings&, const CheckSettings&) = default;
};

struct NodeSettings {
  std::string name = {};
  SiteId site = {};
  AccessId access = {};
  OneOf<ApacheSettings> server = {};
  CheckSettings check = {};

  static constexpr auto fields =
      field_list(field("name", &NodeSettings::name).required().listed().text(TextKind::name),
                 field("site", &NodeSettings::site).required().listed(),
                 field("access", &NodeSettings::access).required(),
                 field("server", &NodeSettings::server).required().listed(),
                 field("check", &NodeSettings::check).section("check"));
  friend bool operator==(const NodeSettings&, const NodeSettings&) = default;
};

struct NodeCreated {
  ServiceId service = {};
  NodeSettings settings = {};
  static constexpr EventType type{.name = "node.created", .schema = 2};
  static constexpr auto fields =
      field_list(field("service", &NodeCreated::service), field("settings", &NodeCreated::settings));
  static Result<std::string> upcast(std::uint16_t from, std::string_view payload);
  friend bool operator==(const NodeCreated&, const NodeCreated&) = default;
};

struct NodeEdited {
  NodeSettings settings = {};
  static constexpr EventType type{.name = "node.edited", .schema = 2};
  static constexpr auto fields = field_list(field("settings", &NodeEdited::settings));
  static Result<std::string> upcast(std::uint16_t from, std::string_view payload);
  friend bool operator==(const NodeEdited&, const NodeEdited&) = default;
};

struct NodeEnabled {
  static constexpr EventType type{.name = "node.enabled"};
  static constexpr auto fields = field_list();
  friend bool operator==(const NodeEnabled&, const NodeEnabled&) = default;
};

struct NodeDisabled {
  static constexpr EventType type{.name = "node.disabled"};
  static constexpr auto fields = field_list();
  friend bool operator==(const NodeDisabled&, const NodeDisabled&) = default;
};

struct NodeDeleted {
  static constexpr EventType type{.name = "node.deleted"};
  static constexpr auto fields = field_list();
  friend bool operator==(const NodeDeleted&, const NodeDeleted&) = default;
};

/// A check of what the node serves was asked for, by a person or the schedule.
struct NodeCheckRequested {
  bool by_schedule = false;
  static constexpr EventType type{.name = "node.check_requested"};
  static constexpr auto fields = field_list(field("bySchedule", &NodeCheckRequested::by_schedule));
  friend bool operator==(const NodeCheckRequested&, const NodeCheckRequested&) = default;
};

/// What an apply left on the host's disk: installed, not yet served.
struct NodeInstalled {
  ApplyId apply = {};
  std::uint8_t slot = 1;
  std::string serial = {};
  static constexpr EventType type{.name = "node.installed"};
  static constexpr auto fields =
      field_list(field("apply", &NodeInstalled::apply), field("slot", &NodeInstalled::slot),
                 field("serial", &NodeInstalled::serial));
  friend bool operator==(const NodeInstalled&, const NodeInstalled&) = default;
};

enum class LeftOutReason : std::uint8_t { disabled, busy };
template <>
struct EnumWords<LeftOutReason> {
  static constexpr std::array<std::string_view, 2> words{"disabled", "busy"};
};

/// A new certificate was to be applied here by itself, and is not: the node is disabled, or an apply of
/// another certificate runs or is stuck.
struct NodeLeftOut {
  OrderId order = {};
  std::uint8_t slot = 1;
  std::string serial = {};
  LeftOutReason reason = LeftOutReason::busy;
  static constexpr EventType type{.name = "node.left_out"};
  static constexpr auto fields =
      field_list(field("order", &NodeLeftOut::order), field("slot", &NodeLeftOut::slot),
                 field("serial", &NodeLeftOut::serial), field("reason", &NodeLeftOut::reason));
  friend bool operator==(const NodeLeftOut&, const NodeLeftOut&) = default;
};

/// An ended apply left something on the host: steps that were begun and not undone.
struct NodeLeftoversNoted {
  ApplyId apply = {};
  std::string serial = {};              ///< that it was to install
  std::vector<std::string> steps = {};  ///< in the order in which they were begun
  bool keep_backup = false;             ///< what was there before was not put back by us
  NodeSettings settings = {};           ///< with which the apply ran
  static constexpr EventType type{.name = "node.leftovers_noted", .schema = 2};
  static constexpr auto fields = field_list(
      field("apply", &NodeLeftoversNoted::apply), field("serial", &NodeLeftoversNoted::serial),
      field("steps", &NodeLeftoversNoted::steps), field("keepBackup", &NodeLeftoversNoted::keep_backup),
      field("settings", &NodeLeftoversNoted::settings));
  static Result<std::string> upcast(std::uint16_t from, std::string_view payload);
  friend bool operator==(const NodeLeftoversNoted&, const NodeLeftoversNoted&) = default;
};

/// What an apply left on the host was taken away.
struct NodeLeftoversRemoved {
  ApplyId apply = {};
  std::vector<std::string> kept = {};  ///< steps whose traces stay: the copy of what was there before
  static constexpr EventType type{.name = "node.leftovers_removed"};
  static constexpr auto fields =
      field_list(field("apply", &NodeLeftoversRemoved::apply), field("kept", &NodeLeftoversRemoved::kept));
  friend bool operator==(const NodeLeftoversRemoved&, const NodeLeftoversRemoved&) = default;
};

/// A person sees to what was left on the host.
struct NodeLeftoversDropped {
  std::string reason = {};
  static constexpr EventType type{.name = "node.leftovers_dropped"};
  static constexpr auto fields = field_list(field("reason", &NodeLeftoversDropped::reason));
  friend bool operator==(const NodeLeftoversDropped&, const NodeLeftoversDropped&) = default;
};

enum class Verdict : std::uint8_t { matches, differs, unreachable, no_certificate };
template <>
struct EnumWords<Verdict> {
  static constexpr std::array<std::string_view, 4> words{"matches", "differs", "unreachable",
                                                         "no-certificate"};
};

/// What one address of a node served.
struct AddressSeen {
  std::string address = {};
  Verdict verdict = Verdict::unreachable;
  std::string serial = {};
  bool key_matches = false;
  bool chain_matches = false;
  std::string detail = {};

  static constexpr auto fields =
      field_list(field("address", &AddressSeen::address), field("verdict", &AddressSeen::verdict),
                 field("serial", &AddressSeen::serial), field("keyMatches", &AddressSeen::key_matches),
                 field("chainMatches", &AddressSeen::chain_matches), field("detail", &AddressSeen::detail));
  friend bool operator==(const AddressSeen&, const AddressSeen&) = default;
};

/// Seen from outside: what the node serves, compared with the service's current generation (R26).
struct NodeChecked {
  Verdict verdict = Verdict::unreachable;  ///< the worst of all addresses
  std::string expected_serial = {};
  std::string served_serial = {};  ///< empty when nothing was seen or addresses differ
  std::vector<AddressSeen> addresses = {};
  static constexpr EventType type{.name = "node.checked"};
  static constexpr auto fields = field_list(
      field("verdict", &NodeChecked::verdict), field("expectedSerial", &NodeChecked::expected_serial),
      field("servedSerial", &NodeChecked::served_serial), field("addresses", &NodeChecked::addresses));
  friend bool operator==(const NodeChecked&, const NodeChecked&) = default;
};

using NodeEvent = std::variant<NodeCreated, NodeEdited, NodeEnabled, NodeDisabled, NodeDeleted,
                               NodeCheckRequested, NodeInstalled, NodeLeftOut, NodeLeftoversNoted,
                               NodeLeftoversRemoved, NodeLeftoversDropped, NodeChecked>;

}  // namespace kigen::events
