#include "tests/support/message_page.hpp"

#include <spdlog/fmt/fmt.h>

#include "projections/log_lines/messages.hpp"

namespace kigen::tests {
namespace {

using namespace projections;

constexpr std::string_view head = R"(# Messages

Made from the table in `projections/log_lines/`; a test keeps this page current (see `log_lines_test.cpp`).

A line of the log is `YYYY-MM-DD HH:MM:SS.mmm module <Xnnnn> ccccc message`: time in UTC unless told otherwise, the
module, X = `I` (information), `W` (warning) or `E` (error), the message number, the company's id (`00000` before it
has a name), the message. Numbers keep their meaning for ever; the wording may improve. A number can have several
forms, and the line of an event can be more or less severe than its form usually is.

`{name}` stands for a value. A part in square brackets is left out when all its values are empty. Numbers below 3000 are
the classic ones; from 3000 on they are Kigen's own. The number of an error is the `number` of its Problem Details too.

| Number | Form | Severity | Module | English | Japanese |
|---|---|---|---|---|---|
)";

}  // namespace

std::string message_page() {
  std::string page(head);
  for (const auto& message : all_messages())
    page += fmt::format("| {:04} | {} | {} | {} | {} | {} |\n", message.number, message.form,
                        events::word_of(message.severity), message.module, message.en, message.ja);
  return page;
}

}  // namespace kigen::tests
