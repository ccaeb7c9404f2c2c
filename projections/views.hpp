#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "events/log/record.hpp"
#include "projections/applies/query.hpp"
#include "projections/audit/sight.hpp"
#include "projections/basis/owners.hpp"
#include "projections/company/query.hpp"
#include "projections/dashboard/query.hpp"
#include "projections/jobs/query.hpp"
#include "projections/kept/query.hpp"
#include "projections/log_lines/query.hpp"
#include "projections/nodes/query.hpp"
#include "projections/orders/query.hpp"
#include "projections/progress.hpp"
#include "projections/services/query.hpp"
#include "projections/users/query.hpp"

namespace rocksdb {
class Env;
}

namespace kigen::projections {

class Basis;

/// All read models over one store, folded together: a batch of records becomes visible in all of them at
/// once. fold() on one thread at a time; everything else on any. On disk: docs/formats/views.md.
class Views {
 public:
  /// Rows that are damaged are thrown away: position() is 0 then. Of a view whose rows are of another
  /// generation than this version writes, only those: position() is 0 too, but what the other views have is
  /// not folded again. `env` stands in for the disk in tests, and must outlive the views.
  static Result<std::unique_ptr<Views>> open(const std::filesystem::path& folder,
                                             rocksdb::Env* env = nullptr);
  /// Gone with the process; for replays.
  /// `judges`: who may see a service is decided by what it says, as it is for those that are no more, and
  /// not by the group that the service was in then.
  static Result<std::unique_ptr<Views>> in_memory(std::shared_ptr<const Owners> judges = {});
  Views(const Views&) = delete;
  Views& operator=(const Views&) = delete;
  ~Views();

  /// Number of records reflected by every view = position of the record that fold() wants next.
  Position position() const;
  /// `being_made` while a view that is made anew has not come to where the others are: a query would see
  /// things that were never together.
  Result<> are_even() const;
  /// Folds records position(), position() + 1 … and commits them in one write. A record that cannot be
  /// decoded stops it: those before are committed, and the error names it. After any other error open the
  /// views again.
  /// store_failed: what was folded is not stored; store_again() tries that once more, and only then can more
  /// be folded.
  Result<> fold(std::span<const events::Record> records);
  Result<> store_again() { return commit(); }
  bool has_unstored() const { return unstored_.has_value(); }

  /// What the rows of each part are named with in the store, and what they are worth to another program.
  std::map<std::string, std::string> generations() const;
  /// Calls `use` with key and bytes of every row, in order. Views of one history have the same rows, however
  /// they came by them.
  Result<> for_each_row(const std::function<void(std::string_view key, std::string_view bytes)>& use) const;

  const Services& services() const { return services_; }
  const Nodes& nodes() const { return nodes_; }
  const CompanyView& company() const { return company_; }
  /// Things that are only settings, or little more, by their settings.
  template <class S>
  const KeptView<S>& kept() const {
    return kept_.of<S>();
  }
  const Users& users() const { return users_; }
  const Orders& orders() const { return orders_; }
  const Applies& applies() const { return applies_; }
  const Jobs& jobs() const { return jobs_; }
  const LogLines& log_lines() const { return log_lines_; }
  const Dashboard& dashboard() const { return dashboard_; }
  const Sight& sight() const { return sight_; }
  /// Whose the services are now.
  std::shared_ptr<const Owners> owners() const;
  /// Owners::moves().
  std::uint64_t moves() const;

 private:
  Views(std::unique_ptr<Store> store, std::shared_ptr<const Owners> judges);
  static Result<std::unique_ptr<Views>> load(std::unique_ptr<Store> store,
                                             std::shared_ptr<const Owners> judges);
  Result<> fold_one(const events::Record& record);
  Result<> commit();
  void publish();

  std::unique_ptr<Store> store_;
  std::unique_ptr<Basis> basis_;
  Services services_;
  Nodes nodes_;
  CompanyView company_;
  KeptViews kept_;
  Users users_;
  Applies applies_;
  Orders orders_;
  Jobs jobs_;
  LogLines log_lines_;
  Dashboard dashboard_;
  Sight sight_;
  std::vector<View*> views_;
  std::vector<Part*> parts_;          // the basis, then the views
  std::optional<Progress> progress_;  // with what is folded and not committed
  std::optional<Batch> unstored_;     // what could not be
  Position position_ = 0;             // as committed, under Store::reading()
  bool even_ = true;                  // the same
};

}  // namespace kigen::projections
