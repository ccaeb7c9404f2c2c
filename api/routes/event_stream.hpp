#pragma once

#include <optional>
#include <string>

#include "api/backend.hpp"
#include "api/session/gate.hpp"
#include "orchestrator/net/http_server.hpp"

namespace kigen::api {

/// Which records a live stream sends; empty conditions hold.
struct StreamFilter {
  std::optional<StreamId> stream = {};
  std::string type = {};  ///< "order.submitted", or all of an aggregate: "order."
  bool takes(const events::Record& record) const;
};

inline constexpr auto heartbeat = std::chrono::seconds(15);

/// Sends the records from `from` on as server-sent events, each once and in order: id = position, data = the
/// record. A record is sent when the views show it, so what is queried on its arrival is not older, and if it
/// is the caller's by the group that its service is in then. Ends when the caller may no longer come in as
/// the same, which is looked at right before each write and after each event: what ends a right is one.
/// Following is no use of a session.
Task<Result<>> follow_events(Backend& backend, Gate& gate, Caller caller, StreamFilter filter, Position from,
                             orchestrator::net::ByteSink& sink);

}  // namespace kigen::api
