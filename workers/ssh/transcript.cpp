#include "workers/ssh/transcript.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "workers/ssh/quote.hpp"

namespace kigen::workers::ssh {
namespace {

using orchestrator::CommandOutput;
using orchestrator::ssh_errc;

constexpr std::string_view programs = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// System administration programs are not in everybody's PATH; messages are compared in English only.
const std::string environment = "PATH=" + std::string(programs) + ":$PATH LC_ALL=C; export PATH LC_ALL; ";

/// Starts a program with nothing of the environment that was there.
const std::string clean = "exec /usr/bin/env -i PATH=" + std::string(programs) + " LC_ALL=C ";

std::string print_line(const std::string& marker) { return "printf '%s\\n' " + marker; }

/// On both streams, then the command in this process' place.
std::string begin(const std::string& marker, const std::string& command) {
  return print_line(marker) + "; " + print_line(marker) + " >&2; exec " + command;
}

std::string printable_line(std::string_view text) {
  std::string shown(text.substr(0, 200));
  std::erase(shown, '\r');
  std::ranges::replace_if(shown, [](char c) { return c < ' ' || c > '~'; }, ' ');
  return shown;
}

/// Cuts `text` at each place where `mark` stands.
std::vector<std::string_view> split(std::string_view text, std::string_view mark) {
  std::vector<std::string_view> parts;
  for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark)) {
    parts.push_back(text.substr(0, at));
    text.remove_prefix(at + mark.size());
  }
  parts.push_back(text);
  return parts;
}

}  // namespace

std::string plain_script(const std::string& command, const std::string& marker) {
  return environment + begin(marker, command);
}

std::string sudo_script(const std::string& command, const std::string& marker,
                        const orchestrator::SshTarget& target) {
  const auto how =
      target.execution_password.empty() ? std::string("-n") : "-S -p " + quote(sudo_prompt(marker));
  const auto fresh = "cd / && " + clean + "/bin/sh -c \"$0\" sh \"$@\"";
  return environment + print_line(marker) + " >&2; exec sudo " + how + " -u " + quote(target.execution_user) +
         " -- /bin/sh -c " + quote(fresh) + " " + quote(begin(marker, "\"$@\"")) + " " + command;
}

std::string sudo_prompt(const std::string& marker) { return "[" + marker + "]"; }

std::string su_script(const std::string& command, const std::string& marker,
                      const orchestrator::SshTarget& target, Input input) {
  // The terminal must hand bytes through unchanged and not show what comes; stderr is kept apart in a
  // variable.
  const std::string from = input == Input::none ? " < /dev/null" : "";
  const auto inner = "stty -opost -echo || exit; " + print_line(marker) + "; exec 3>&1; " + "err=$(" +
                     command + " 2>&1 >&3 3>&-" + from + "); code=$?; printf '%s%s%s%s%s' " + marker +
                     " \"$code\" " + marker + " \"$err\" " + marker;
  return environment + print_line(marker) + "; " + clean + "su -s /bin/sh " + quote(target.execution_user) +
         " -c " + quote("cd / && " + clean + "/bin/sh -c " + quote(inner));
}

bool su_asks(std::string_view terminal, const std::string& marker) {
  const auto begin = terminal.find(marker);
  if (begin == std::string_view::npos) return false;
  const auto said = terminal.substr(begin + marker.size());
  return !said.contains(marker) && said.contains("assword:");
}

bool su_began(std::string_view terminal, const std::string& marker) {
  const auto asked = terminal.find(marker);
  return asked != std::string_view::npos &&
         terminal.find(marker, asked + marker.size()) != std::string_view::npos;
}

std::optional<std::string> after_marker(std::string_view stream, const std::string& marker) {
  const auto at = stream.find(marker + "\n");
  if (at == std::string_view::npos) return std::nullopt;
  return std::string(stream.substr(at + marker.size() + 1));
}

std::string words_of_sudo(std::string_view err, const std::string& marker) {
  auto words = after_marker(err, marker).value_or(std::string(err));
  const auto question = sudo_prompt(marker);
  for (auto at = words.find(question); at != std::string::npos; at = words.find(question))
    words.erase(at, question.size());  // what is around one may make another
  return words;
}

Result<CommandOutput> read_su(std::string_view terminal, const std::string& marker) {
  const auto parts = split(terminal, marker);  // noise, su's talk, "\n" stdout, exit code, stderr, rest
  if (parts.size() < 3)
    return fail(ssh_errc::execution_id_failed,
                "su: " + printable_line(parts.size() < 2 ? parts[0] : parts[1]));
  if (parts.size() < 6) return fail(ssh_errc::connection_lost, "su ended before the command did");
  CommandOutput output;
  output.out = parts[2].substr(std::min(parts[2].size(), parts[2].find('\n') + 1));
  const auto& code = parts[3];
  std::from_chars(code.data(), code.data() + code.size(), output.exit_code);
  if (code != std::to_string(output.exit_code))  // empty, or with other words that came to the terminal
    return fail(ssh_errc::connection_lost, "su did not tell how the command ended");
  output.err = parts[4];
  return output;
}

}  // namespace kigen::workers::ssh
