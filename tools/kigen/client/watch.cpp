#include "tools/kigen/client/watch.hpp"

#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include <cstdio>

#include "tools/kigen/client/print.hpp"

namespace kigen::tools {
namespace {

namespace json = boost::json;

constexpr auto poll_every = std::chrono::milliseconds(200);

enum class End { open, good, bad };

End end_of(std::string_view type) {
  if (type == "order.registered" || type == "apply.succeeded") return End::good;
  if (type == "order.failed" || type == "order.cancelled" || type == "apply.rolled_back" ||
      type == "apply.stuck" || type == "apply.cancelled")
    return End::bad;
  return End::open;
}

/// The payload's short fields on one line: texts of several lines (PEM) are left out.
std::string summary(const json::object& payload) {
  std::string line;
  for (const auto& [key, value] : payload) {
    const auto word = as_word(value);
    if (value.is_object() || word == "-" || word.size() > 400 || word.find('\n') != std::string::npos)
      continue;
    line += "  " + std::string(key) + "=" + word;
  }
  return line;
}

void print_event(const json::object& event) {
  const auto time = as_word(event.at("time"));
  std::printf("%8s  %s  %-26s%s\n", as_word(event.at("position")).c_str(), time.substr(11, 12).c_str(),
              as_word(event.at("type")).c_str(), summary(event.at("payload").as_object()).c_str());
  std::fflush(stdout);
}

}  // namespace

Result<bool> watch(ClientSession& session, const std::string& aggregate, const std::string& id) {
  const std::string stream = aggregate + "-" + id;
  std::int64_t version = 1;
  for (;;) {
    TRY(const auto answer, session.get("/api/v1/events?stream=" + stream +
                                       "&fromVersion=" + std::to_string(version) + "&limit=200"));
    const auto* items = answer.body.is_object() ? answer.body.get_object().if_contains("items") : nullptr;
    if (items == nullptr || !items->is_array())
      return fail(client_errc::malformed, "no events in the answer");
    for (const auto& item : items->get_array()) {
      const auto& event = item.as_object();
      print_event(event);
      version = event.at("version").to_number<std::int64_t>() + 1;
      const auto end = end_of(event.at("type").as_string());
      if (end != End::open) return end == End::good;
    }
    session.pause(poll_every);
  }
}

}  // namespace kigen::tools
