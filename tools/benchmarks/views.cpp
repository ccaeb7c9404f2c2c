// The read models of many services: how fast a history is folded, how long the views take to open, and how
// long the queries of the console take. Usage: views FOLDER [SERVICES]   (one JSON line for each)
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unordered_map>
#include <vector>

#include "events/codec/event_codec.hpp"
#include "projections/views.hpp"

using namespace kigen;
using namespace kigen::events;
using projections::Views;
using Steady = std::chrono::steady_clock;

namespace {

constexpr std::size_t services_a_batch = 100;

double seconds_since(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

std::size_t resident_mb() {
  std::ifstream statm("/proc/self/statm");
  std::size_t total = 0, resident = 0;
  statm >> total >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) >> 20;
}

/// Makes the records of services one after the other: created, two nodes, ordered, applied to both, checked.
class Maker {
 public:
  std::vector<Record> take() { return std::exchange(records_, {}); }

  void make_service() {
    const auto number = ++services_;
    const auto name = "service-" + std::to_string(number * 7'919 % 1'000'003);
    const auto service = next_id<ServiceId>();
    ServiceSettings settings{
        .name = name, .common_name = name + ".example.com", .sans = {"www." + name + ".example.com"}};
    add(stream_of(service), ServiceCreated{settings});
    const std::vector nodes{make_node(service, name + "-a"), make_node(service, name + "-b")};
    const auto serial = "04" + std::to_string(1'000'000'000 + number);
    make_order(service, settings, serial);
    for (const auto node : nodes) make_apply(service, node, serial);
    const auto status = number % 50 == 0 ? ExpiryStatus::under_30 : ExpiryStatus::valid;
    add(stream_of(service), ExpiryStatusChanged{status, serial, expiry()});
  }

 private:
  template <class SomeId>
  SomeId next_id() {
    SomeId id;
    const auto number = ++ids_;
    for (std::size_t i = 0; i < 6; ++i) id.value.bytes[i] = static_cast<std::uint8_t>(number >> (40 - 8 * i));
    id.value.bytes[6] = 0x70;
    id.value.bytes[8] = 0x80;
    return id;
  }
  Instant expiry() const { return time_ + std::chrono::days(services_ % 198); }

  template <Event E>
  void add(const StreamId& stream, const E& event) {
    auto encoded = encode(event);
    Record record{.position = position_++, .stream = stream, .version = ++versions_[stream.text]};
    record.type = std::move(encoded.type);
    record.payload = std::move(encoded.payload);
    record.meta = {.time = time_ += Duration(1'000), .actor = {ActorKind::worker, "install"}};
    records_.push_back(std::move(record));
  }
  template <class Work>
  void make_job(const StreamId& subject, ServiceId service, const char* kind, Work work) {
    const auto job = stream_of(next_id<JobId>());
    add(job, JobQueued{.kind = kind,
                       .pool = "work",
                       .key = subject.text,
                       .subject = subject,
                       .service = service,
                       .due = time_});
    add(job, JobStarted{1, time_, false});
    work();
    add(job, JobSucceeded{1});
    versions_.erase(job.text);
  }
  NodeId make_node(ServiceId service, const std::string& name) {
    const auto node = next_id<NodeId>();
    NodeSettings settings{.name = name};
    settings.check = {.method = CheckMethod::url, .fqdn = name + ".example.com"};
    add(stream_of(node), NodeCreated{service, settings});
    return node;
  }
  void make_order(ServiceId service, const ServiceSettings& settings, const std::string& serial) {
    const auto order = stream_of(next_id<OrderId>());
    const std::string pem(1'800, 'M');
    add(order,
        OrderRequested{.service = service, .common_name = settings.common_name, .sans = settings.sans});
    make_job(order, service, "order.advance", [&] {
      add(order, OrderKeyPrepared{KeyRef{}, std::string(900, 'C'), "key"});
      add(order, SubmissionStarted{1, "key"});
      add(order, OrderSubmitted{"https://ca.example/order/1", 1});
      add(order, OrderStatusChanged{"ready", ""});
      add(order, OrderIssued{serial, pem + pem});
    });
    Generation generation{
        .slot = 1, .serial = serial, .issuer = "CN=Example CA", .not_before = time_, .not_after = expiry()};
    generation.leaf_pem = pem;
    generation.chain_pem = {pem};
    add(stream_of(service), GenerationRegistered{generation});
    add(order, OrderRegistered{1, serial});
  }
  void make_apply(ServiceId service, NodeId node, const std::string& serial) {
    const auto id = next_id<ApplyId>();
    const auto apply = stream_of(id);
    add(apply, ApplyRequested{.service = service, .node = node, .slot = 1, .serial = serial});
    make_job(apply, service, "apply.run", [&] {
      add(apply, ApplyStarted{1, 8});
      for (std::uint32_t i = 0; i < 8; ++i) {
        add(apply, StepStarted{i, "step"});
        add(apply, StepSucceeded{i, "step", 1854, "/etc/ssl/example.pem"});
      }
      add(apply, ApplySucceeded{serial, serial});
      add(stream_of(node), NodeInstalled{id, 1, serial});
      add(stream_of(node),
          NodeChecked{Verdict::matches, serial, serial, {{"192.0.2.1", Verdict::matches, serial}}});
    });
  }

  std::vector<Record> records_ = {};
  std::unordered_map<std::string, Version> versions_ = {};
  Position position_ = 0;
  Instant time_ = Instant(std::chrono::seconds(1'790'000'000));
  std::uint64_t ids_ = 0;
  std::uint64_t services_ = 0;
};

void fold_services(const std::filesystem::path& folder, std::size_t services) {
  const auto views = Views::open(folder).value();
  Maker maker;
  double folding_s = 0;
  for (std::size_t made = 0; made < services; made += services_a_batch) {
    for (std::size_t i = 0; i < services_a_batch; ++i) maker.make_service();
    const auto records = maker.take();
    const auto start = Steady::now();
    const auto folded = views->fold(records);
    folding_s += seconds_since(start);
    ensure(folded.has_value(), folded ? "" : describe(folded.error()));
  }
  std::printf("{\"measure\":\"fold\",\"events\":%llu,\"events_s\":%.0f}\n",
              static_cast<unsigned long long>(views->position()),
              static_cast<double>(views->position()) / folding_s);
}

template <class Query>
void measure(const char* name, Query query) {
  std::vector<double> times_ms;
  for (int i = 0; i < 200; ++i) {
    const auto start = Steady::now();
    ensure(query().has_value(), name);
    times_ms.push_back(seconds_since(start) * 1'000);
  }
  std::ranges::sort(times_ms);
  std::printf("{\"measure\":\"%s\",\"p50_ms\":%.2f,\"p99_ms\":%.2f}\n", name, times_ms[100], times_ms[198]);
}

void measure_queries(const Views& views) {
  using namespace projections;
  const auto& services = views.services();
  measure("list by name", [&] { return services.list({}, {}); });
  const auto cursor = services.list({}, {.limit = 1'000}).value().next;
  measure("list by name, later page", [&] { return services.list({}, {.cursor = cursor}); });
  measure("list by expiry", [&] { return services.list({.sort = ServiceSort::not_after}, {}); });
  measure("search that finds one", [&] { return services.list({.search = "Service-7919."}, {}); });
  measure("search that finds nothing", [&] { return services.list({.search = "no such service"}, {}); });
  measure("filter by level", [&] { return services.list({.level = Level::warning}, {}); });
  const auto id = services.list({}, {.limit = 1}).value().rows.front().id;
  measure("service page", [&] { return services.detail(id); });
  measure("service log", [&] { return views.log_lines().lines({.service = id}, {}); });
  measure("overall log", [&] { return views.log_lines().lines({}, {}); });
  measure("dashboard", [&] { return views.dashboard().page(50); });
  measure("applies", [&] { return views.applies().list({}); });
  measure("jobs", [&] { return views.jobs().list({.state = JobState::finished}, {}); });
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    std::fprintf(stderr, "usage: views FOLDER [SERVICES]\n");
    return 2;
  }
  const auto folder = std::filesystem::path(arguments[1]) / "views";
  const auto services = static_cast<std::size_t>(count > 2 ? std::atoi(arguments[2]) : 100'000);
  std::filesystem::remove_all(folder);
  fold_services(folder, services);
  const auto before_mb = resident_mb();
  const auto start = Steady::now();
  const auto views = Views::open(folder).value();
  std::printf("{\"measure\":\"open\",\"s\":%.2f,\"resident_mb\":%zu}\n", seconds_since(start),
              resident_mb() - before_mb);
  measure_queries(*views);
}
