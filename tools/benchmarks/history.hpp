#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "events/codec/event_codec.hpp"
#include "events/log/record.hpp"
#include "events/log/rocks_log.hpp"
#include "events/node_events.hpp"
#include "events/service_events.hpp"

namespace kigen::benchmarks {

/// The user groups of a history: the first one is that of an installation.
UserGroupId user_group(std::size_t number);

/// Makes up the past of services, one after the other; the same at every run. Ids and certificates hold as
/// much chance as real ones.
class History {
 public:
  History() = default;
  /// Its services are spread over so many user groups.
  explicit History(std::size_t user_groups) : user_groups_(user_groups) {}
  explicit History(Instant begin) : time_(begin) {}

  /// Created, two nodes, ordered, applied to both, checked: 63 records.
  void add_service();
  /// The least that a served certificate takes, as if imported, some looks at it, and the next one planned:
  /// 10 records.
  void add_imported_service();
  /// What was added since the last call.
  std::vector<events::Record> take();

 private:
  template <class SomeId>
  SomeId next_id();
  template <events::Event E>
  void add(const StreamId& stream, const E& event);
  template <class Work>
  void add_job(const StreamId& subject, ServiceId service, const char* kind, Work work);
  void plan_job(const StreamId& subject, ServiceId service, const char* kind, Instant due);
  events::ServiceSettings next_settings();
  std::string next_serial();
  std::string next_pem(std::size_t size);
  events::Generation generation(const std::string& serial);
  NodeId add_node(ServiceId service, const std::string& name);
  void add_order(ServiceId service, const events::ServiceSettings& settings, const std::string& serial);
  void add_apply(ServiceId service, NodeId node, const std::string& serial);
  void add_check(NodeId node, const std::string& serial);
  void add_install(NodeId node, ApplyId apply, const std::string& serial);
  Instant expiry() const;

  std::size_t user_groups_ = 1;
  std::mt19937_64 random_;
  std::vector<events::Record> records_ = {};
  std::unordered_map<std::string, Version> versions_ = {};
  Position position_ = 0;
  Instant time_ = Instant(std::chrono::seconds(1'790'000'000));
  std::uint64_t services_ = 0;
};

/// A closed log in `folder` with that history, and the mark that its consequences are settled. Many appends
/// are under way at once, each service's in order.
enum class Past { whole, imported };
void write_log(const std::filesystem::path& folder, Past past, std::size_t services,
               const events::Signer& signer, History history = {});

}  // namespace kigen::benchmarks
