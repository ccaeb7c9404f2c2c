#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "projections/audit/reader.hpp"
#include "projections/log_lines/language.hpp"
#include "projections/log_lines/line.hpp"
#include "projections/page.hpp"
#include "projections/view.hpp"

namespace kigen::projections {

class Store;

/// One line of the log (R37), rendered.
struct LogRow {
  Position position = 0;    ///< of its event
  std::uint32_t index = 0;  ///< among the lines of its event
  Instant time = {};
  std::string module = {};
  std::uint16_t number = 0;
  LogLevel severity = LogLevel::info;
  std::string company = {};  ///< "00000" before there is one
  std::optional<ServiceId> service = {};
  std::vector<Parameter> parameters = {};
  std::string message = {};

  static constexpr auto fields = events::field_list(
      events::field("position", &LogRow::position), events::field("index", &LogRow::index),
      events::field("time", &LogRow::time), events::field("module", &LogRow::module),
      events::field("number", &LogRow::number), events::field("severity", &LogRow::severity),
      events::field("company", &LogRow::company), events::field("service", &LogRow::service),
      events::field("parameters", &LogRow::parameters), events::field("message", &LogRow::message));
};

/// Which lines, in which order and language.
struct LogFilter {
  std::optional<ServiceId> service = {};  ///< only lines that concern it (R38)
  Position from = 0;                      ///< lines of events from here …
  std::optional<Position> to = {};        ///< … to before here
  LogLevel min_severity = LogLevel::info;
  std::string search = {};  ///< part of the rendered message; ASCII letters in either case
  bool newest_first = true;
  Language language = Language::en;
};

struct LogPage {
  Position position = 0;
  std::vector<LogRow> rows = {};
  std::optional<std::string> next =
      {};                   ///< may be set on an empty page: a search stops after max_rows_searched
  std::string notice = {};  ///< "no log yet", when there is no line at all for this service or overall

  static constexpr auto fields =
      events::field_list(events::field("position", &LogPage::position), events::field("rows", &LogPage::rows),
                         events::field("next", &LogPage::next), events::field("notice", &LogPage::notice));
};

/// The overall log and the per-service logs. Queries: any thread.
class LogLines final : public View {
 public:
  LogLines(Store& store, const Owners& owners);

  /// A search finds nothing that the reader does not see.
  Result<LogPage> lines(const Reader& reader, const LogFilter& filter, const Paging& paging) const;

  Result<> fold(const Fact& fact) override;
  Result<> write(Batch& batch) override;
  void commit() override;
  Result<> load() override;

 private:
  std::vector<AnyTable*> tables() override { return {}; }
  std::string other_layout() const override;
  struct Pending {
    std::string key;
    std::string value;
  };
  void keep(const Fact& fact, std::uint32_t index, const Line& line);
  /// None when it is not for the reader.
  Result<std::optional<LogRow>> read(std::string_view place, const Reader& reader, Language language) const;
  std::vector<std::string> lists_for(const events::Scope& scope, const LogFilter& filter) const;
  Result<bool> is_empty(const std::string& list) const;

  Store& store_;
  const Owners& owners_;
  std::vector<Pending> pending_;
  std::optional<Position> named_at_;      // position of the first company.named; as folded
  std::optional<Position> company_from_;  // the same, as committed
};

}  // namespace kigen::projections
