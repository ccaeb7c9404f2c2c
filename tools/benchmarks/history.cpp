#include "tools/benchmarks/history.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include "events/apply_events.hpp"
#include "events/job_events.hpp"
#include "events/order_events.hpp"
#include "events/system_events.hpp"

namespace kigen::benchmarks {

using namespace events;

namespace {

constexpr std::size_t leaf_bytes = 1'800;
constexpr std::size_t request_bytes = 900;
constexpr std::uint32_t steps = 8;
constexpr std::size_t services_at_once = 256;
constexpr int checks_of_imported = 4;

/// Intermediates are the same for many.
const std::string& chain_pem() {
  static const std::string pem = [] {
    std::mt19937_64 random(1);
    std::string text(leaf_bytes, ' ');
    std::ranges::generate(text, [&] { return static_cast<char>('A' + random() % 26); });
    return text;
  }();
  return pem;
}

}  // namespace

std::vector<Record> History::take() { return std::exchange(records_, {}); }

template <class SomeId>
SomeId History::next_id() {
  std::array<std::uint8_t, 10> chance;
  std::ranges::generate(chance, [&] { return static_cast<std::uint8_t>(random_()); });
  return SomeId{make_uuid_v7(time_, chance)};
}

template <Event E>
void History::add(const StreamId& stream, const E& event) {
  auto encoded = encode(event);
  Record record{.position = position_++, .stream = stream, .version = ++versions_[stream.text]};
  record.type = std::move(encoded.type);
  record.schema = encoded.schema;
  record.payload = std::move(encoded.payload);
  record.meta = {.time = time_ += Duration(1'000), .actor = {ActorKind::worker, "install"}};
  record.meta.correlation = next_id<ServiceId>().value;
  records_.push_back(std::move(record));
}

template <class Work>
void History::add_job(const StreamId& subject, ServiceId service, const char* kind, Work work) {
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
}

UserGroupId user_group(std::size_t number) {
  auto group = first_group;
  group.value.bytes[14] = static_cast<std::uint8_t>(number >> 8);
  group.value.bytes[15] = static_cast<std::uint8_t>(number + 1);
  return group;
}

ServiceSettings History::next_settings() {
  const auto name = "service-" + std::to_string(++services_ * 7'919 % 1'000'003);
  return {.name = name,
          .common_name = name + ".example.com",
          .sans = {"www." + name + ".example.com"},
          .group = user_group(services_ % user_groups_)};
}

std::string History::next_serial() {
  std::string serial(36, '0');
  std::ranges::generate(serial, [&] { return "0123456789ABCDEF"[random_() % 16]; });
  return serial;
}

std::string History::next_pem(std::size_t size) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string pem(size, ' ');
  std::ranges::generate(pem, [&] { return letters[random_() % letters.size()]; });
  return pem;
}

Instant History::expiry() const { return time_ + std::chrono::days(60 + services_ % 168); }

Generation History::generation(const std::string& serial) {
  Generation made{
      .slot = 1, .serial = serial, .issuer = "CN=Example CA", .not_before = time_, .not_after = expiry()};
  made.leaf_sha256 = next_serial() + next_serial().substr(0, 28);
  made.leaf_pem = next_pem(leaf_bytes);
  made.chain_pem = {chain_pem()};
  made.chain_not_after = time_ + std::chrono::days(3'000);
  return made;
}

void History::plan_job(const StreamId& subject, ServiceId service, const char* kind, Instant due) {
  add(stream_of(next_id<JobId>()), JobQueued{.kind = kind,
                                             .pool = "check",
                                             .key = subject.text,
                                             .subject = subject,
                                             .service = service,
                                             .due = due});
}

NodeId History::add_node(ServiceId service, const std::string& name) {
  const auto node = next_id<NodeId>();
  NodeSettings settings{.name = name};
  settings.check = {.method = CheckMethod::url, .fqdn = name + ".invalid"};
  add(stream_of(node), NodeCreated{service, settings});
  return node;
}

void History::add_order(ServiceId service, const ServiceSettings& settings, const std::string& serial) {
  const auto order = stream_of(next_id<OrderId>());
  const auto made = generation(serial);
  add(order, OrderRequested{.service = service, .common_name = settings.common_name, .sans = settings.sans});
  add_job(order, service, "order.advance", [&] {
    add(order, OrderKeyPrepared{KeyRef{}, next_pem(request_bytes), "key"});
    add(order, SubmissionStarted{1, "key"});
    add(order, OrderSubmitted{"https://ca.example/order/1", 1});
    add(order, OrderStatusChanged{"ready", ""});
    add(order, OrderIssued{serial, made.leaf_pem + chain_pem()});
  });
  add(stream_of(service), GenerationRegistered{made});
  add(order, OrderRegistered{1, serial});
}

void History::add_check(NodeId node, const std::string& serial) {
  add(stream_of(node),
      NodeChecked{Verdict::matches, serial, serial, {{"192.0.2.1", Verdict::matches, serial}}});
}

void History::add_install(NodeId node, ApplyId apply, const std::string& serial) {
  add(stream_of(node), NodeInstalled{apply, 1, serial});
  add_check(node, serial);
}

void History::add_apply(ServiceId service, NodeId node, const std::string& serial) {
  const auto id = next_id<ApplyId>();
  const auto apply = stream_of(id);
  add(apply, ApplyRequested{.service = service, .node = node, .slot = 1, .serial = serial});
  add_job(apply, service, "apply.run", [&] {
    add(apply, ApplyStarted{1, steps});
    for (std::uint32_t i = 0; i < steps; ++i) {
      const auto name = "replace certificate files " + std::to_string(i + 1);
      add(apply, StepStarted{i, name, true});
      add(apply, StepSucceeded{i, name, 1854, "/etc/apache2/ssl/server.crt"});
    }
    add(apply, ApplySucceeded{serial, serial});
    add_install(node, id, serial);
  });
}

void History::add_service() {
  const auto settings = next_settings();
  const auto service = next_id<ServiceId>();
  add(stream_of(service), ServiceCreated{settings});
  const std::array nodes{add_node(service, settings.name + "-a"), add_node(service, settings.name + "-b")};
  const auto serial = next_serial();
  add_order(service, settings, serial);
  for (const auto node : nodes) add_apply(service, node, serial);
  const auto status = services_ % 50 == 0 ? ExpiryStatus::under_30 : ExpiryStatus::valid;
  add(stream_of(service), ExpiryStatusChanged{status, serial, expiry()});
}

void History::add_imported_service() {
  const auto settings = next_settings();
  const auto service = next_id<ServiceId>();
  add(stream_of(service), ServiceCreated{settings});
  const auto node = add_node(service, settings.name + "-a");
  const auto serial = next_serial();
  add(stream_of(service), GenerationRegistered{generation(serial)});
  add(stream_of(node), NodeInstalled{ApplyId{}, 1, serial});
  for (int i = 0; i < checks_of_imported; ++i) add_check(node, serial);
  plan_job(stream_of(node), service, "node.check", expiry());
  add(stream_of(service), ExpiryStatusChanged{ExpiryStatus::valid, serial, expiry()});
}

namespace {

/// The log's own part of the work, done by many at once.
class Writer {
 public:
  Writer(EventLog& log, Past past, std::size_t services, History history)
      : log_(log), past_(past), left_(services), history_(std::move(history)) {}

  void run() {
    for (std::size_t i = 0; i < services_at_once; ++i)
      asio::co_spawn(loop_, write_services(), asio::detached);
    loop_.run();
    asio::co_spawn(loop_, settle(), asio::detached);
    loop_.restart();
    loop_.run();
  }

 private:
  std::vector<Record> next_service() {
    --left_;
    if (past_ == Past::whole)
      history_.add_service();
    else
      history_.add_imported_service();
    return history_.take();
  }
  Task<void> append(const StreamId& stream, Version expected, Encoded event, Metadata meta) {
    AppendRequest request{{{stream, expected, {std::move(event)}}}, std::move(meta)};
    const auto appended = co_await log_.append(std::move(request));
    ensure(appended.has_value(), appended ? "" : describe(appended.error()));
  }
  Task<void> write_services() {
    while (left_ > 0)
      for (auto& record : next_service())
        co_await append(record.stream, record.version - 1,
                        {std::move(record.type), record.schema, std::move(record.payload)}, record.meta);
  }
  Task<void> settle() { co_await append(system_stream, 0, encode(PoliciesSettled{log_.end()}), {}); }

  EventLog& log_;
  Past past_;
  std::size_t left_;
  History history_;
  asio::io_context loop_{1};
};

}  // namespace

void write_log(const std::filesystem::path& folder, Past past, std::size_t services, const Signer& signer,
               History history) {
  const auto log = RocksLog::open({.path = folder, .signer = signer}).value();
  Writer(*log, past, services, std::move(history)).run();
}

}  // namespace kigen::benchmarks
