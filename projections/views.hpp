#pragma once

#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "events/log/record.hpp"
#include "projections/accesses/query.hpp"
#include "projections/applies/query.hpp"
#include "projections/ca_accounts/query.hpp"
#include "projections/company/query.hpp"
#include "projections/dashboard/query.hpp"
#include "projections/jobs/query.hpp"
#include "projections/log_lines/query.hpp"
#include "projections/nodes/query.hpp"
#include "projections/orders/query.hpp"
#include "projections/services/query.hpp"
#include "projections/users/query.hpp"

namespace rocksdb {
class Env;
}

namespace kigen::projections {

class Subjects;

/// All read models over one store, folded together: a batch of records becomes visible in all of them at
/// once. fold() on one thread at a time; everything else on any. On disk: docs/formats/views.md.
class Views {
 public:
  /// Of a log that has `end` records now. Rows that are damaged, of another generation than this version
  /// writes, or of a longer log are thrown away: position() is 0 then. `env` stands in for the disk in tests,
  /// and must outlive the views.
  static Result<std::unique_ptr<Views>> open(const std::filesystem::path& folder,
                                             Position end = std::numeric_limits<Position>::max(),
                                             rocksdb::Env* env = nullptr);
  /// Gone with the process; for replays.
  static Result<std::unique_ptr<Views>> in_memory();
  Views(const Views&) = delete;
  Views& operator=(const Views&) = delete;
  ~Views();

  /// Number of records reflected = position of the record that fold() wants next.
  Position position() const;
  /// Folds records position(), position() + 1 … and commits them in one write. A record that cannot be
  /// decoded stops it: those before are committed, and the error names it. After any other error open the
  /// views again.
  Result<> fold(std::span<const events::Record> records);

  /// Calls `use` with key and bytes of every row, in order. Views of one history have the same rows, however
  /// they came by them.
  Result<> for_each_row(const std::function<void(std::string_view key, std::string_view bytes)>& use) const;

  const Services& services() const { return services_; }
  const Nodes& nodes() const { return nodes_; }
  const Accesses& accesses() const { return accesses_; }
  const CaAccounts& ca_accounts() const { return ca_accounts_; }
  const CompanyView& company() const { return company_; }
  const Users& users() const { return users_; }
  const Orders& orders() const { return orders_; }
  const Applies& applies() const { return applies_; }
  const Jobs& jobs() const { return jobs_; }
  const LogLines& log_lines() const { return log_lines_; }
  const Dashboard& dashboard() const { return dashboard_; }

 private:
  explicit Views(std::unique_ptr<Store> store);
  static Result<std::unique_ptr<Views>> load(std::unique_ptr<Store> store);
  Result<> fold_one(const events::Record& record);
  Result<> commit();

  std::unique_ptr<Store> store_;
  std::unique_ptr<Subjects> subjects_;
  Services services_;
  Nodes nodes_;
  Accesses accesses_;
  CaAccounts ca_accounts_;
  CompanyView company_;
  Users users_;
  Orders orders_;
  Applies applies_;
  Jobs jobs_;
  LogLines log_lines_;
  Dashboard dashboard_;
  std::vector<View*> views_;
  Position folded_;  // records folded, committed or not
};

}  // namespace kigen::projections
