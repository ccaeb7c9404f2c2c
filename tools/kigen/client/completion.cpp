#include "tools/kigen/client/completion.hpp"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <vector>

#include "tools/kigen/client/options.hpp"
#include "tools/kigen/client/verb.hpp"

namespace kigen::tools {
namespace {

/// What may follow a command.
struct Command {
  std::string name = {};                   ///< "access create", or "serve"
  std::vector<std::string> commands = {};  ///< below it
  std::vector<Option> options = {};
};

/// What every verb of the client takes beside its own.
std::vector<Option> common_options() {
  std::vector<Option> options;
  for (const auto* const flag : {"--url", "--timeout"}) options.push_back({.flag = flag});
  for (const auto* const flag : {"--token-file", "--trust"})
    options.push_back({.flag = flag, .take = Take::file});
  for (const auto* const flag : {"--json", "--help"}) options.push_back({.flag = flag, .take = Take::kind});
  return options;
}

std::vector<const CLI::App*> below(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

/// A command that is no verb of the client: as it is declared.
Command declared(const CLI::App& app, const std::string& name) {
  Command command{.name = name};
  for (const auto* sub : below(app)) command.commands.push_back(sub->get_name());
  for (const auto* option : app.get_options())
    if (option->get_name().starts_with("--"))
      command.options.push_back({.flag = option->get_name(), .take = Take::file});
  return command;
}

Command described(const Verb& verb) {
  Command command{.name = std::string(verb.noun) + " " + std::string(verb.verb), .options = options_of(verb)};
  for (auto& option : common_options()) command.options.push_back(std::move(option));
  if (verb.show >= Show::watch_order) command.options.push_back({.flag = "--no-wait", .take = Take::kind});
  return command;
}

std::vector<Command> all_commands(const CLI::App& app) {
  std::vector<Command> all;
  for (const auto* noun : below(app)) {
    all.push_back(declared(*noun, noun->get_name()));
    for (const auto* sub : below(*noun)) {
      const auto verb = std::ranges::find_if(verbs(), [&](const Verb& each) {
        return each.noun == noun->get_name() && each.verb == sub->get_name();
      });
      all.push_back(verb == verbs().end() ? declared(*sub, noun->get_name() + " " + sub->get_name())
                                          : described(*verb));
    }
  }
  return all;
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

std::vector<std::string> flags_of(const Command& command) {
  std::vector<std::string> flags;
  for (const auto& option : command.options) {
    if (std::ranges::find(flags, option.flag) == flags.end()) flags.push_back(option.flag);
    if (option.take == Take::truth) flags.push_back("--no-" + option.flag.substr(2));
  }
  return flags;
}

std::string arm(const std::string& pattern, const std::string& words) {
  return "    \"" + pattern + "\") words=\"" + words + "\" ;;\n";
}

/// By "<command> <flag before the cursor>": the words that it takes. Files are the shell's own business.
std::string value_arms(const std::vector<Command>& commands) {
  std::string arms;
  for (const auto& command : commands)
    for (const auto& option : command.options) {
      const auto pattern = command.name + " " + option.flag;
      if (!option.words.empty()) arms += arm(pattern, joined(option.words));
      if (takes_file(option))
        arms += "    \"" + pattern + "\") COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n";
    }
  return arms;
}

/// By command: what is below it, and its flags.
std::string command_arms(const std::vector<Command>& commands) {
  std::string arms;
  for (const auto& command : commands) {
    auto words = command.commands;
    for (auto& flag : flags_of(command)) words.push_back(std::move(flag));
    arms += arm(command.name, joined(words));
  }
  return arms;
}

std::string for_bash(const CLI::App& app) {
  const auto commands = all_commands(app);
  return R"bash(_kigen() {
  local cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=
  local noun=${COMP_WORDS[1]} verb=${COMP_WORDS[2]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ")bash" +
         joined(declared(app, {}).commands) + R"bash(" -- "$cur"))
    return
  fi
  case "$noun $verb $before" in
)bash" + value_arms(commands) +
         R"bash(  esac
  if [ -z "$words" ]; then
    local command="$noun $verb"
    if [ "$COMP_CWORD" -eq 2 ]; then command=$noun; fi
    case "$command" in
)bash" + command_arms(commands) +
         R"bash(    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _kigen kigen
)bash";
}

/// zsh understands what is written for bash.
std::string for_zsh(const CLI::App& app) {
  return "#compdef kigen\nautoload -U +X bashcompinit && bashcompinit\n" + for_bash(app);
}

std::string for_fish(const CLI::App& app) {
  std::string script =
      "complete -c kigen -f -n __fish_use_subcommand -a '" + joined(declared(app, {}).commands) + "'\n";
  for (const auto& command : all_commands(app)) {
    std::string condition;
    for (std::size_t at = 0; at <= command.name.size();) {
      const auto end = std::min(command.name.find(' ', at), command.name.size());
      condition += (condition.empty() ? "" : "; and ") +
                   ("__fish_seen_subcommand_from " + command.name.substr(at, end - at));
      at = end + 1;
    }
    const auto begin = "complete -c kigen -n '" + condition + "' ";
    if (!command.commands.empty()) script += begin + "-f -a '" + joined(command.commands) + "'\n";
    for (const auto& option : command.options) {
      script += begin + "-l " + option.flag.substr(2);
      if (!option.words.empty()) script += " -x -a '" + joined(option.words) + "'";
      if (takes_file(option)) script += " -r -F";
      script += '\n';
    }
  }
  return script;
}

}  // namespace

std::string completion_script(const CLI::App& app, std::string_view shell) {
  if (shell == "fish") return for_fish(app);
  return shell == "zsh" ? for_zsh(app) : for_bash(app);
}

void add_completion(CLI::App& app, int& exit_code) {
  auto shell = std::make_shared<std::string>();
  auto* command = app.add_subcommand("completion", "print a script for a shell's completion");
  command->add_option("shell", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->footer("For bash, in ~/.bashrc:  source <(kigen completion bash)");
  command->callback([&app, shell, &exit_code] {
    const auto script = completion_script(app, *shell);
    exit_code = std::fwrite(script.data(), 1, script.size(), stdout) == script.size() ? 0 : 1;
  });
}

}  // namespace kigen::tools
