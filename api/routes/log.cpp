#include "api/errors.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/run_queries.hpp"
#include "api/server/answer.hpp"
#include "api/server/parameters.hpp"
#include "projections/log_lines/format.hpp"

namespace kigen::api {

enum class LogFormat : std::uint8_t { json, text, jsonl, csv };
enum class LogOrder : std::uint8_t { newest, oldest };

}  // namespace kigen::api

template <>
struct kigen::events::EnumWords<kigen::api::LogFormat> {
  static constexpr std::array<std::string_view, 4> words{"json", "text", "jsonl", "csv"};
};
template <>
struct kigen::events::EnumWords<kigen::api::LogOrder> {
  static constexpr std::array<std::string_view, 2> words{"newest", "oldest"};
};

namespace kigen::api {
namespace {

namespace views = projections;

/// Types by LogFormat.
constexpr std::array<std::string_view, 4> mimes{"application/json", "text/plain; charset=utf-8",
                                                "application/jsonl", "text/csv; charset=utf-8"};

/// Lines on a page, as the API shows them.
struct LogPage {
  Position position = 0;
  std::vector<views::LogRow> items = {};
  std::optional<std::string> next = {};
  std::string notice = {};
  static constexpr auto fields = events::field_list(
      events::field("position", &LogPage::position), events::field("items", &LogPage::items),
      events::field("next", &LogPage::next), events::field("notice", &LogPage::notice));
};

/// What a request wants of the log.
struct LogRequest {
  views::Reader reader;
  views::LogFilter filter = {};
  views::Paging paging = {};
  LogFormat format = LogFormat::json;
  bool all = false;  ///< an export of every line
};

/// The first format that Accept names; json when it names none of ours.
LogFormat accepted_format(const ServerRequest& request) {
  const auto accept = request.header("Accept").value_or("");
  auto best = LogFormat::json;
  auto at = std::string::npos;
  for (std::size_t i = 0; i < mimes.size(); ++i) {
    const auto found = accept.find(mimes[i].substr(0, mimes[i].find(';')));
    if (found >= at) continue;
    at = found;
    best = static_cast<LogFormat>(i);
  }
  return best;
}

Result<LogRequest> read_log_request(const Call& call) {
  const Query query(call);
  LogRequest wanted{reader_of(call.caller)};
  TRY(const auto format, query.word<LogFormat>("format"));
  wanted.format = format.value_or(accepted_format(call.request));
  TRY(wanted.filter.language, language_of(query));
  TRY(const auto severity, query.word<views::LogLevel>("severity"));
  wanted.filter.min_severity = severity.value_or(views::LogLevel::info);
  wanted.filter.search = query.text("q").value_or("");
  TRY(const auto order, query.word<LogOrder>("order"));
  wanted.filter.newest_first =
      order.value_or(wanted.format == LogFormat::json ? LogOrder::newest : LogOrder::oldest) ==
      LogOrder::newest;
  TRY(const auto from, query.number("from"));
  wanted.filter.from = from.value_or(0);
  TRY(wanted.filter.to, query.number("to"));
  TRY(wanted.paging, query.paging());
  wanted.all = wanted.format != LogFormat::json && !query.text("limit");
  return wanted;
}

std::string formatted(const views::LogRow& row, LogFormat format) {
  switch (format) {
    case LogFormat::text:
      return views::to_text(row) + "\n";
    case LogFormat::csv:
      return views::to_csv(row);
    case LogFormat::json:
    case LogFormat::jsonl:
      break;
  }
  return views::to_json_line(row) + "\n";
}

std::string formatted(const views::LogPage& page, LogFormat format, bool with_notice) {
  std::string text;
  for (const auto& row : page.rows) text += formatted(row, format);
  if (with_notice && format == LogFormat::text && !page.notice.empty()) text += page.notice + "\n";
  return text;
}

std::string head_of(const LogRequest& wanted) {
  if (wanted.format == LogFormat::csv) return views::csv_header();
  return wanted.format == LogFormat::text ? views::text_header(wanted.filter.language) : std::string();
}

Task<Result<views::LogPage>> lines(const ReadViews& from, const LogRequest& wanted) {
  co_return co_await from.ask(
      [reader = wanted.reader, filter = wanted.filter, paging = wanted.paging](const views::Views& all) {
        return all.log_lines().lines(reader, filter, paging);
      });
}

/// Writes every line, page by page from the first one on: memory stays bounded however long the log is. Fails
/// when the caller may no longer come in.
Task<Result<>> write_all(Gate& gate, Caller caller, ReadViews from, LogRequest wanted, views::LogPage page,
                         orchestrator::net::ByteSink& sink) {
  CO_TRY_DO(co_await sink.write(head_of(wanted) + formatted(page, wanted.format, true)));
  while (page.next) {
    wanted.paging.cursor = std::move(page.next);
    CO_TRY(page, co_await lines(from, wanted));
    if (!co_await gate.still_in(caller)) co_return fail(api_errc::session_expired);
    const auto text = formatted(page, wanted.format, false);
    if (!text.empty()) CO_TRY_DO(co_await sink.write(text));
  }
  co_return Result<>{};
}

Task<Result<ServerResponse>> answer_log(RouteParts parts, const Call& call, LogRequest wanted) {
  CO_TRY(auto from, co_await parts.replays.views_for(call));
  const auto mime = mimes[static_cast<std::size_t>(wanted.format)];
  if (wanted.all) wanted.paging.limit = views::max_page_rows;
  CO_TRY(auto page, co_await lines(from, wanted));
  if (wanted.all) {  // what is wrong with the request was answered as such, before anything is written
    auto answer = text_answer(mime, {});
    answer.stream = [&gate = parts.gate, caller = call.caller, from, wanted,
                     page = std::move(page)](orchestrator::net::ByteSink& sink) {
      return write_all(gate, caller, from, wanted, page, sink);
    };
    co_return answer;
  }
  if (wanted.format != LogFormat::json)
    co_return text_answer(mime, head_of(wanted) + formatted(page, wanted.format, true));
  co_return json_answer(
      200, LogPage{page.position, std::move(page.rows), std::move(page.next), std::move(page.notice)});
}

Task<Result<ServerResponse>> overall_log(RouteParts parts, const Call& call) {
  CO_TRY(auto wanted, read_log_request(call));
  co_return co_await answer_log(parts, call, std::move(wanted));
}

Task<Result<ServerResponse>> service_log(RouteParts parts, const Call& call) {
  CO_TRY(auto wanted, read_log_request(call));
  CO_TRY(wanted.filter.service, path_id<ServiceId>(call, "service"));
  co_return co_await answer_log(parts, call, std::move(wanted));
}

}  // namespace

std::vector<Route> log_routes(RouteParts parts) {
  const std::vector<Parameter> taken{
      parameter<LogFormat>("format",
                           "default: by Accept, else json; the others are all lines unless `limit` is given"),
      lang,
      parameter<views::LogLevel>("severity", "at least"),
      parameter<std::string>("q", "text in the line"),
      parameter<LogOrder>("order", "default: newest first as JSON, else oldest first"),
      parameter<Position>("from", "lines of events from this position on"),
      parameter<Position>("to", "… to before this one"),
      common::limit,
      common::cursor,
      common::at,
  };
  return {
      get("/api/v1/services/{service}/log", Need::viewer, with(parts, service_log),
          "Log lines of a service; to a viewer, without the names of others")
          .takes(taken)
          .gives<LogPage>()
          .gives("text/plain")
          .gives("application/jsonl")
          .gives("text/csv"),
      get("/api/v1/log", Need::viewer, with(parts, overall_log),
          "Log lines; to a viewer, without what is about other users, and without their names")
          .takes(taken)
          .gives<LogPage>()
          .gives("text/plain")
          .gives("application/jsonl")
          .gives("text/csv"),
  };
}

}  // namespace kigen::api
