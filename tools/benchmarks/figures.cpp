#include "tools/benchmarks/figures.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

namespace kigen::benchmarks {
namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

double process_cpu_s() {
  rusage usage = {};
  ::getrusage(RUSAGE_SELF, &usage);
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

Meter::Meter() : wall_start_(Steady::now()), cpu_start_s_(process_cpu_s()) {}
double Meter::wall_s() const { return std::chrono::duration<double>(Steady::now() - wall_start_).count(); }
double Meter::cpu_s() const { return process_cpu_s() - cpu_start_s_; }

void Latencies::add(Steady::duration waited) {
  us_.push_back(std::chrono::duration<float, std::micro>(waited).count());
}

double Latencies::percentile_us(double part) const {
  if (us_.empty()) return 0;
  auto sorted = us_;
  std::ranges::sort(sorted);
  return static_cast<double>(sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size()))]);
}

Figures& Figures::add(std::string_view name, double value) {
  char number[32];
  std::snprintf(number, sizeof number, "%.9g", value);
  if (json_.size() > 1) json_ += ',';
  json_ += '"';
  json_ += name;
  json_ += "\":";
  json_ += number;
  return *this;
}

Figures& Figures::add(const Latencies& latencies) {
  return add("p50_us", latencies.percentile_us(0.50)).add("p99_us", latencies.percentile_us(0.99));
}

void Figures::print() const { std::printf("%s}\n", json_.c_str()); }

double resident_mb() {
  std::ifstream statm("/proc/self/statm");
  double total = 0, resident = 0;
  statm >> total >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

}  // namespace kigen::benchmarks
