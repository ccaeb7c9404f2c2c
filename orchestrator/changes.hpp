#pragma once

#include <utility>
#include <vector>

#include "events/codec/event_codec.hpp"
#include "events/codec/secrets_in.hpp"
#include "events/core/ids.hpp"
#include "events/log/stream_append.hpp"
#include "events/vault_events.hpp"

namespace kigen::orchestrator {

/// What a decision wants appended, all or nothing. Nothing in it = nothing to do.
class Changes {
 public:
  /// `at` is the stream's version that the decision was made on (0 = it must not exist yet).
  template <events::Event E>
  Changes& add(const StreamId& stream, Version at, const E& event) {
    append(stream, at, events::encode(event));
    auto note = [this](SecretRef secret) { secrets_.push_back(secret); };
    if (stream != events::vault_stream) events::for_each_secret(event, note);
    return *this;
  }
  bool empty() const { return streams_.empty(); }
  const std::vector<events::StreamAppend>& streams() const { return streams_; }
  /// That they refer to; those that the vault's own stream speaks of are not among them.
  const std::vector<SecretRef>& secrets() const { return secrets_; }
  std::vector<events::StreamAppend> take() && { return std::move(streams_); }

 private:
  void append(const StreamId& stream, Version at, events::Encoded event);
  std::vector<events::StreamAppend> streams_;
  std::vector<SecretRef> secrets_;
};

}  // namespace kigen::orchestrator
