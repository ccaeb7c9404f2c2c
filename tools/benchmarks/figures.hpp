#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace kigen::benchmarks {

using Steady = std::chrono::steady_clock;

/// Wall time and this process's CPU time since it was made.
class Meter {
 public:
  Meter();
  double wall_s() const;
  double cpu_s() const;

 private:
  Steady::time_point wall_start_;
  double cpu_start_s_;
};

/// Waiting times, in microseconds.
class Latencies {
 public:
  void add(Steady::duration waited);
  std::size_t count() const { return us_.size(); }
  /// `part` of them are not longer, 0 < part < 1; 0 when there are none.
  double percentile_us(double part) const;

 private:
  std::vector<float> us_;
};

/// What a run measured: one JSON object in one line, as tools/bench reads it.
class Figures {
 public:
  Figures& add(std::string_view name, double value);
  /// p50_us and p99_us.
  Figures& add(const Latencies& latencies);
  void print() const;

 private:
  std::string json_ = "{";
};

/// Of this process, as the kernel counts it.
double resident_mb();

}  // namespace kigen::benchmarks
