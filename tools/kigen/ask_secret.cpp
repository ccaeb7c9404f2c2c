#include "tools/kigen/ask_secret.hpp"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>

#include "events/core/exposure.hpp"

namespace kigen::tools {
namespace {

/// While it lives, the terminal shows nothing of what is typed.
class Unseen {
 public:
  Unseen() : is_terminal_(tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!is_terminal_) return;
    auto unseen = before_;
    unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;
  ~Unseen() {
    if (!is_terminal_) return;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    std::fputc('\n', stderr);
  }

 private:
  termios before_ = {};
  bool is_terminal_;
};

bool asks_a_terminal(const std::string& file) { return file == "-" && isatty(STDIN_FILENO) == 1; }

Result<Secret> read_line(std::istream& in, const std::string& name) {
  std::string line;
  std::getline(in, line);
  if (in.bad()) return fail(secret_errc::unreadable, name);
  if (line.ends_with('\r')) line.pop_back();
  if (line.empty()) return fail(secret_errc::missing, name);
  return Secret(std::move(line));
}

Result<Secret> ask_terminal(std::string_view question) {
  std::fprintf(stderr, "%.*s: ", static_cast<int>(question.size()), question.data());
  const Unseen unseen;
  return read_line(std::cin, std::string(question));
}

}  // namespace

std::error_code make_error_code(secret_errc code) {
  static const TableCategory table(
      "secret", {{int(secret_errc::unreadable), "unreadable", "it cannot be read", 4, Failure::permanent,
                  Answer::bad_request},
                 {int(secret_errc::missing), "missing", "there is nothing on the line", 5, Failure::permanent,
                  Answer::bad_request},
                 {int(secret_errc::differs), "differs", "the two are not the same; nothing was changed", 5,
                  Failure::permanent, Answer::bad_request}});
  return {int(code), table};
}

Result<Secret> ask_secret(const std::string& file, std::string_view what) {
  if (asks_a_terminal(file)) return ask_terminal(what);
  if (file == "-") return read_line(std::cin, std::string(what) + " on standard input");
  TRY_DO(check_exposure(file, Privacy::secret));
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(secret_errc::unreadable, file);
  return read_line(in, file);
}

Result<Secret> ask_new_secret(const std::string& file, std::string_view what) {
  TRY(auto first, ask_secret(file, what));
  if (!asks_a_terminal(file)) return first;
  TRY(const auto second, ask_terminal(std::string(what) + ", again"));
  if (first.reveal() != second.reveal()) return fail(secret_errc::differs, std::string(what));
  return first;
}

}  // namespace kigen::tools
