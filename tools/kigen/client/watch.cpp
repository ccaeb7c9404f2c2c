#include "tools/kigen/client/watch.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <set>
#include <vector>

#include "events/core/readable.hpp"
#include "tools/kigen/client/print.hpp"

namespace kigen::tools {
namespace {

namespace json = boost::json;

constexpr auto poll_every = std::chrono::milliseconds(200);
/// Polls without news after which one asks whether the work is parked.
constexpr int quiet_polls = 5;
/// After which a node that got no apply was added behind the order: 10 s, and views are hardly ever that
/// late.
constexpr int max_polls_for_applies = 50;

enum class End { open, good, bad };

End end_of(std::string_view type) {
  if (type == "order.registered" || type == "apply.succeeded") return End::good;
  if (type == "order.failed" || type == "order.cancelled" || type == "apply.failed" ||
      type == "apply.rolled_back" || type == "apply.stuck" || type == "apply.cancelled")
    return End::bad;
  return End::open;
}

/// The payload's short fields on one line: PEM is left out.
std::string summary(const json::object& payload) {
  std::string line;
  for (const auto& [key, value] : payload) {
    const auto word = as_word(value);
    if (value.is_object() || is_pem(value) || word == "-" || word.size() > 400) continue;
    line += "  " + readable(key) + "=" + word;
  }
  return line;
}

void print_event(const json::object& event, WatchFormat format) {
  if (format == WatchFormat::json_lines) {
    std::printf("%s\n", readable_json(json::serialize(event)).c_str());
    std::fflush(stdout);
    return;
  }
  const auto time = as_word(event.at("time"));
  std::printf("%8s  %s  %-26s%s\n", as_word(event.at("position")).c_str(), time.substr(11, 12).c_str(),
              as_word(event.at("type")).c_str(), summary(event.at("payload").as_object()).c_str());
  std::fflush(stdout);
}

std::unexpected<Error> no_such(const std::string& aggregate, const std::string& id) {
  return fail(client_errc::refused, "there is no " + aggregate + " " + id);
}

std::string told_of_parked(const json::value& job) {
  const auto id = as_word(job.at("id"));
  return "its job is parked after attempt " + as_word(job.at("attempt")) + " (" + as_word(job.at("error")) +
         "); mend that, then: kigen job retry " + id + ", or give up: kigen job cancel " + id;
}

std::string events_of(const std::string& stream, std::int64_t from) {
  return "/api/v1/events?stream=" + stream + "&fromVersion=" + std::to_string(from) + "&limit=200";
}

/// What became of the nodes of an order's service. A new node is not among them.
struct Nodes {
  std::vector<std::string> applies;    ///< ids
  std::vector<std::string> left_out;   ///< lines to tell
  std::vector<std::string> undecided;  ///< names
};

Nodes nodes_of(const json::value& order, const json::value& service) {
  Nodes nodes;
  std::set<std::string> decided;
  for (const auto& apply : order.at("applies").as_array()) {
    decided.insert(as_word(apply.at("node")));
    nodes.applies.push_back(as_word(apply.at("id")));
  }
  for (const auto& node : order.at("leftOut").as_array()) {
    decided.insert(as_word(node.at("node")));
    nodes.left_out.push_back("node " + as_word(node.at("nodeName")) + ": left out, as it is " +
                             as_word(node.at("reason")) + "; kigen apply start " + as_word(node.at("node")));
  }
  for (const auto& node : service.at("nodes").as_array())
    if (!decided.contains(as_word(node.at("id")))) nodes.undecided.push_back(as_word(node.at("name")));
  std::ranges::reverse(nodes.applies);  // oldest first
  return nodes;
}

/// When the order's certificate becomes valid, if that is to come.
std::optional<std::string> valid_from(const std::string& order, const json::value& service) {
  for (const auto& generation : service.at("generations").as_array())
    if (generation.at("order") == json::value(order) && generation.at("notYetValid").as_bool())
      return as_word(generation.at("notBefore"));
  return std::nullopt;
}

/// Every node of the service gets an apply of the order, or is left out, right after its registration.
Result<Nodes> decided_nodes(ClientSession& session, const std::string& order) {
  for (int polls = 1;; ++polls) {
    TRY(const auto shown, session.get("/api/v1/orders/" + order));
    TRY(const auto service,
        session.get("/api/v1/services/" + as_word(shown.body.at("summary").at("service"))));
    if (const auto start = valid_from(order, service.body))
      return fail(client_errc::refused,
                  "the certificate is not valid before " + *start + ": it is installed then, not now");
    auto nodes = nodes_of(shown.body, service.body);
    if (nodes.undecided.empty() || polls == max_polls_for_applies) return nodes;
    session.pause(poll_every);
  }
}

Result<bool> watch_applies(ClientSession& session, const std::string& order, WatchFormat format) {
  TRY(const auto nodes, decided_nodes(session, order));
  bool good = nodes.left_out.empty() && nodes.undecided.empty();
  for (const auto& line : nodes.left_out) std::fprintf(stderr, "%s\n", line.c_str());
  for (const auto& name : nodes.undecided)
    std::fprintf(stderr, "node %s: this order does not install on it\n", name.c_str());
  for (const auto& apply : nodes.applies) {
    TRY(const bool ended_well, watch(session, "apply", apply, format));
    good = good && ended_well;
  }
  return good;
}

/// Fails when a job on `stream`, a run of `service`, waits for a person.
Result<> check_not_parked(ClientSession& session, const std::string& stream, const std::string& service) {
  TRY(const auto answer, session.get("/api/v1/jobs?state=parked&limit=1000&service=" + service));
  for (const auto& job : answer.body.at("items").as_array())
    if (job.at("subject") == json::value(stream)) return fail(client_errc::refused, told_of_parked(job));
  return {};
}

}  // namespace

Result<bool> watch(ClientSession& session, const std::string& aggregate, const std::string& id,
                   WatchFormat format) {
  const std::string stream = aggregate + "-" + id;
  std::string service;  // whose run it is: its first event says so
  std::int64_t version = 1;
  for (int quiet = 0;; ++quiet) {
    TRY(const auto answer, session.get(events_of(stream, version)));
    for (const auto& item : answer.body.at("items").as_array()) {
      const auto& event = item.as_object();
      print_event(event, format);
      if (version == 1) service = as_word(event.at("payload").at("service"));
      version = event.at("version").to_number<std::int64_t>() + 1;
      const auto end = end_of(event.at("type").as_string());
      if (end != End::open) return end == End::good;
      quiet = 0;
    }
    if (service.empty()) return no_such(aggregate, id);
    if (quiet % quiet_polls == quiet_polls - 1) TRY_DO(check_not_parked(session, stream, service));
    session.pause(poll_every);
  }
}

Result<bool> watch_order(ClientSession& session, const std::string& id, WatchFormat format) {
  TRY(const bool issued, watch(session, "order", id, format));
  if (!issued) return false;
  TRY(const auto order, session.get("/api/v1/orders/" + id));
  if (!order.body.at("applyWhenIssued").as_bool()) return true;
  return watch_applies(session, id, format);
}

}  // namespace kigen::tools
