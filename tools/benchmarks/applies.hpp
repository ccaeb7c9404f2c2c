#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <random>
#include <string>

#include "events/apply_events.hpp"
#include "events/codec/event_codec.hpp"
#include "events/log/event_log.hpp"

namespace kigen::benchmarks {

/// What a producer appends, one event at a time: applies, one after the other, each requested, started and
/// nine steps with their intent and outcome. A record of them has 400 bytes.
class Applies {
 public:
  explicit Applies(std::uint64_t producer) : random_(producer) { begin(); }

  events::AppendRequest next() {
    if (version_ == events_each) begin();
    events::AppendRequest request{{{stream_of(apply_), version_, {event()}}}, {}};
    request.meta.time = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    request.meta.actor = {events::ActorKind::worker, "apply.run"};
    request.meta.correlation = correlation_.value;
    if (version_ == 0) request.meta.command_id = "policy/" + to_text(service_);  // as it stems from a policy
    ++version_;
    return request;
  }

 private:
  static constexpr Version events_each = 20;

  template <class SomeId>
  SomeId next_id() {
    std::array<std::uint8_t, 10> chance;
    std::ranges::generate(chance, [&] { return static_cast<std::uint8_t>(random_()); });
    return SomeId{
        make_uuid_v7(std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()), chance)};
  }
  void begin() {
    version_ = 0;
    apply_ = next_id<ApplyId>();
    service_ = next_id<ServiceId>();
    correlation_ = next_id<ServiceId>();
  }
  events::Encoded event() const {
    using namespace events;
    if (version_ == 0) return encode(ApplyRequested{.service = service_, .serial = "0492B1C7D2A88E01F3"});
    if (version_ == 1) return encode(ApplyStarted{1, 9});
    const auto step = static_cast<std::uint32_t>(version_ / 2 - 1);
    if (version_ % 2 == 0) return encode(StepStarted{step, "replace certificate files"});
    return encode(StepSucceeded{step, "replace certificate files", 1854,
                                "/etc/apache2/ssl/www.example.com/server.crt"});
  }

  std::mt19937_64 random_;
  ApplyId apply_ = {};
  ServiceId service_ = {};
  ServiceId correlation_ = {};
  Version version_ = 0;
};

}  // namespace kigen::benchmarks
