#include "api/metrics/metrics.hpp"

#include <spdlog/fmt/fmt.h>

#include <iterator>

namespace kigen::api {
namespace {

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

/// Methods that a client makes up must not make series.
std::string_view known_method(std::string_view method) {
  for (const std::string_view known : {"GET", "HEAD", "POST", "PUT", "DELETE"})
    if (known == method) return known;
  return "other";
}

}  // namespace

void Metrics::count(std::string_view method, std::string_view pattern, unsigned status, Duration took) {
  auto& series = series_[{std::string(known_method(method)), std::string(pattern)}];
  ++series.by_status[status];
  ++series.count;
  series.total += took;
  for (std::size_t i = 0; i < bounds.size(); ++i)
    if (took <= bounds[i]) ++series.within[i];
}

std::string Metrics::text() const {
  std::string out;
  const auto to = std::back_inserter(out);
  out += "# HELP kigen_http_requests_total Requests answered.\n# TYPE kigen_http_requests_total counter\n";
  for (const auto& [key, series] : series_)
    for (const auto& [status, count] : series.by_status)
      fmt::format_to(to, "kigen_http_requests_total{{method=\"{}\",route=\"{}\",status=\"{}\"}} {}\n",
                     key.first, label_value(key.second), status, count);
  out +=
      "# HELP kigen_http_request_seconds Time until the answer was ready.\n"
      "# TYPE kigen_http_request_seconds histogram\n";
  for (const auto& [key, series] : series_) {
    const auto labels = fmt::format("method=\"{}\",route=\"{}\"", key.first, label_value(key.second));
    for (std::size_t i = 0; i < bounds.size(); ++i)
      fmt::format_to(to, "kigen_http_request_seconds_bucket{{{},le=\"{}\"}} {}\n", labels, seconds(bounds[i]),
                     series.within[i]);
    fmt::format_to(to, "kigen_http_request_seconds_bucket{{{},le=\"+Inf\"}} {}\n", labels, series.count);
    fmt::format_to(to, "kigen_http_request_seconds_sum{{{}}} {}\n", labels, seconds(series.total));
    fmt::format_to(to, "kigen_http_request_seconds_count{{{}}} {}\n", labels, series.count);
  }
  return out;
}

std::string gauge(std::string_view name, std::string_view help, std::uint64_t value) {
  return fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n{0} {2}\n", name, help, value);
}

std::string gauge(std::string_view name, std::string_view help, std::string_view label,
                  const std::vector<std::pair<std::string_view, std::uint64_t>>& samples) {
  auto text = fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", name, help);
  for (const auto& [value, sample] : samples)
    text += fmt::format("{}{{{}=\"{}\"}} {}\n", name, label, label_value(value), sample);
  return text;
}

std::string label_value(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\' || c == '"') escaped += '\\';
    escaped += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return escaped;
}

}  // namespace kigen::api
