#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/core/instant.hpp"

namespace kigen::api {

/// Requests as they were answered, for Prometheus. The API's loop only.
class Metrics {
 public:
  /// `pattern`: of the route, so that the number of series stays bounded.
  void count(std::string_view method, std::string_view pattern, unsigned status, Duration took);
  /// In the text exposition format 0.0.4.
  std::string text() const;

 private:
  /// Upper bounds of the buckets.
  static constexpr std::array<Duration, 8> bounds{
      std::chrono::milliseconds(1),   std::chrono::milliseconds(5),   std::chrono::milliseconds(20),
      std::chrono::milliseconds(100), std::chrono::milliseconds(500), std::chrono::seconds(2),
      std::chrono::seconds(10),       std::chrono::seconds(60)};
  struct Series {
    std::map<unsigned, std::uint64_t> by_status;
    std::array<std::uint64_t, bounds.size()> within = {};
    std::uint64_t count = 0;
    Duration total = {};
  };
  std::map<std::pair<std::string, std::string>, Series> series_;  // by method and pattern
};

/// One sample "name value" with its HELP and TYPE lines.
std::string gauge(std::string_view name, std::string_view help, std::uint64_t value);
/// A gauge with one sample for each value of a label.
std::string gauge(std::string_view name, std::string_view help, std::string_view label,
                  const std::vector<std::pair<std::string_view, std::uint64_t>>& samples);
/// A label value with backslash, quote and line feed escaped.
std::string label_value(std::string_view text);

}  // namespace kigen::api
