#include "tools/kigen/server/offline_log.hpp"

#include <charconv>

#include "events/log/rocks_log.hpp"
#include "projections/audit/query.hpp"
#include "tools/kigen/server/layout.hpp"
#include "tools/kigen/server/witnesses.hpp"

namespace kigen::tools {

Result<std::unique_ptr<events::EventLog>> open_offline_log(const std::filesystem::path& config_file) {
  TRY(const auto config, read_config(config_file));
  TRY(auto signer, events::Signer::load(config.signer_key));
  TRY(auto log, events::RocksLog::open({.path = log_folder(config),
                                        .signer = std::move(signer),
                                        .witnesses = witnesses_of(config),
                                        .must_exist = true}));
  return std::unique_ptr<events::EventLog>(std::move(log));
}

Result<Position> records_until(events::EventLog& log, const std::string& at) {
  if (at.empty()) return log.end();
  Position position = 0;
  const auto read = std::from_chars(at.data(), at.data() + at.size(), position);
  if (read.ec == std::errc{} && read.ptr == at.data() + at.size()) return std::min(position + 1, log.end());
  TRY(const auto instant, parse_rfc3339(at));
  return run_blocking(projections::position_at(log, instant));
}

}  // namespace kigen::tools
