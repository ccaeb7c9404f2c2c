#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/state/all.hpp"
#include "projections/basis/owners.hpp"
#include "projections/fact.hpp"
#include "projections/store/table.hpp"

namespace kigen::projections {

/// What a stream is about: its thing's name, the service and node behind it, and a little more.
struct Subject {
  std::string name = {};
  std::optional<ServiceId> service = {};
  std::optional<NodeId> node = {};
  std::optional<SiteId> site = {};                 ///< of a node
  std::string check_target = {};                   ///< of a node: what a check of it looks at
  bool by_schedule = false;                        ///< of a job: nobody waits for it
  std::vector<HeldCertificate> certificates = {};  ///< of a service

  static constexpr auto fields =
      events::field_list(events::field("name", &Subject::name), events::field("service", &Subject::service),
                         events::field("node", &Subject::node), events::field("site", &Subject::site),
                         events::field("checkTarget", &Subject::check_target),
                         events::field("bySchedule", &Subject::by_schedule),
                         events::field("certificates", &Subject::certificates));
  friend bool operator==(const Subject&, const Subject&) = default;
};

/// Knows what each record is about: of an order, an apply or a job, its service too. Names outlive their
/// things, as events about them may still follow; only of ended jobs, which are many, nothing but the service
/// is kept. Asked by the folding thread alone, before all views.
class Subjects {
 public:
  explicit Subjects(Store& store) : subjects_(store, "basis/subject") {}

  /// Takes in what the aggregate is now, and answers for the record. The texts are valid until the next call
  /// of anything here.
  Result<About> about(const events::Record& record, const events::AnyEvent& event,
                      const StatePointer& aggregate);
  /// To be called when all views have folded the record.
  Result<> forget_ended();
  AnyTable& table() { return subjects_; }

 private:
  Result<> learn(const std::string& key, const events::Company& company);
  Result<> learn(const std::string& key, const events::Job& job);
  template <class State>
  Result<> learn(const std::string& key, const State& state);
  Result<> keep(const std::string& key, Subject subject);
  Result<About> about_stream(const std::string& key);
  Result<std::string_view> name_of(const std::string& key);

  Table<Subject> subjects_;
  std::optional<std::string> ended_;  // the job whose last event this record is
};

/// Whose the stream is, by what the stored records say of it. Under Store::reading().
Result<Whose> whose(const Store& store, const Owners& owners, const StreamId& stream);

/// The service's name as it stands, also when it is deleted; empty when there never was one. Under
/// Store::reading().
Result<std::string> name_of_service(const Store& store, ServiceId service);

}  // namespace kigen::projections
