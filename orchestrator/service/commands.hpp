#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/service_events.hpp"
#include "orchestrator/changes.hpp"

namespace kigen::orchestrator {

class World;

struct CreateService {
  static constexpr std::string_view name = "service.create";
  static constexpr bool creates = true;
  ServiceId id = {};
  events::ServiceSettings settings = {};
  StreamId stream() const { return stream_of(id); }
};
struct EditService {
  static constexpr std::string_view name = "service.edit";
  ServiceId id = {};
  events::ServiceSettings settings = {};
  StreamId stream() const { return stream_of(id); }
};
struct EnableService {
  static constexpr std::string_view name = "service.enable";
  ServiceId id = {};
  StreamId stream() const { return stream_of(id); }
};
struct DisableService {
  static constexpr std::string_view name = "service.disable";
  ServiceId id = {};
  StreamId stream() const { return stream_of(id); }
};
/// Takes its nodes with it; refused while an order or apply is open.
struct DeleteService {
  static constexpr std::string_view name = "service.delete";
  ServiceId id = {};
  StreamId stream() const { return stream_of(id); }
};
struct RequestKey {
  static constexpr std::string_view name = "service.request_key";
  ServiceId id = {};
  StreamId stream() const { return stream_of(id); }
};
struct ReportKeyCreated {
  static constexpr std::string_view name = "service.report_key_created";
  ServiceId id = {};
  events::KeyCreated created = {};
  events::ServiceSettings made_with = {};
  StreamId stream() const { return stream_of(id); }
};
/// The CSR has been parsed and its signature checked by the caller.
struct ImportCsr {
  static constexpr std::string_view name = "service.import_csr";
  ServiceId id = {};
  std::string csr_pem = {};
  std::string public_key_sha256 = {};
  std::vector<std::string> names = {};
  StreamId stream() const { return stream_of(id); }
};
/// R10. `generation` holds the parsed facts (slot is chosen by the decision); its key, if any, is in the
/// vault.
struct ImportCertificate {
  static constexpr std::string_view name = "service.import_certificate";
  ServiceId id = {};
  events::Generation generation = {};
  Instant now = {};
  StreamId stream() const { return stream_of(id); }
};
/// Consequence of order.issued: fills a slot and ends the order well, in one append.
struct RegisterIssued {
  static constexpr std::string_view name = "service.register_issued";
  ServiceId id = {};
  OrderId order = {};
  std::string chain_pem = {};
  Instant now = {};
  StreamId stream() const { return stream_of(id); }
};
/// Refused while the certificate is not valid yet.
struct SelectGeneration {
  static constexpr std::string_view name = "service.select_generation";
  ServiceId id = {};
  std::optional<std::uint8_t> slot = {};
  StreamId stream() const { return stream_of(id); }
};
/// Refused while an enabled node serves it, has it or may be rolled back to it, unless it has expired.
struct RemoveGeneration {
  static constexpr std::string_view name = "service.remove_generation";
  ServiceId id = {};
  std::uint8_t slot = 1;
  std::string reason = {};
  Instant now = {};
  StreamId stream() const { return stream_of(id); }
};
/// Compares today's expiry status with the recorded one (R12); also notices an overdue renewal, and that the
/// time of a certificate has come.
struct ReviewExpiry {
  static constexpr std::string_view name = "service.review_expiry";
  ServiceId id = {};
  Instant now = {};
  StreamId stream() const { return stream_of(id); }
};
/// Chooses the moment of the next renewal, of the newest generation unless another is selected (R20).
struct ScheduleRenewal {
  static constexpr std::string_view name = "service.schedule_renewal";
  ServiceId id = {};
  StreamId stream() const { return stream_of(id); }
};
/// After a renewal's order has failed: chooses when another one is made.
struct PlanRenewalRetry {
  static constexpr std::string_view name = "service.plan_renewal_retry";
  ServiceId id = {};
  Instant now = {};
  StreamId stream() const { return stream_of(id); }
};
struct RecordKeyExport {
  static constexpr std::string_view name = "service.record_key_export";
  ServiceId id = {};
  std::uint8_t slot = 1;
  StreamId stream() const { return stream_of(id); }
};

Result<Changes> decide(const World& world, const CreateService& command);
Result<Changes> decide(const World& world, const EditService& command);
Result<Changes> decide(const World& world, const EnableService& command);
Result<Changes> decide(const World& world, const DisableService& command);
Result<Changes> decide(const World& world, const DeleteService& command);
Result<Changes> decide(const World& world, const RequestKey& command);
Result<Changes> decide(const World& world, const ReportKeyCreated& command);
Result<Changes> decide(const World& world, const ImportCsr& command);
Result<Changes> decide(const World& world, const ImportCertificate& command);
Result<Changes> decide(const World& world, const RegisterIssued& command);
Result<Changes> decide(const World& world, const SelectGeneration& command);
Result<Changes> decide(const World& world, const RemoveGeneration& command);
Result<Changes> decide(const World& world, const ReviewExpiry& command);
Result<Changes> decide(const World& world, const ScheduleRenewal& command);
Result<Changes> decide(const World& world, const PlanRenewalRetry& command);
Result<Changes> decide(const World& world, const RecordKeyExport& command);

}  // namespace kigen::orchestrator
