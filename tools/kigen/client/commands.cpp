#include "tools/kigen/client/commands.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>

#include "events/core/base64.hpp"
#include "tools/kigen/client/inputs.hpp"
#include "tools/kigen/client/options.hpp"
#include "tools/kigen/client/print.hpp"
#include "tools/kigen/client/requests.hpp"
#include "tools/kigen/client/watch.hpp"

namespace kigen::tools {
namespace {

constexpr int max_repeats = 4;

namespace json = boost::json;

/// What CLI11 fills for one verb.
struct TypedCommand {
  std::map<std::string, std::vector<std::string>> words;
  std::map<std::string, std::optional<bool>> truths;
  ClientOptions client;
  bool json = false;
  bool no_wait = false;

  Given given() const {
    Given all;
    for (const auto& [name, values] : words)
      if (!values.empty()) all[name] = values;
    for (const auto& [name, truth] : truths)
      if (truth) all[name] = {*truth ? "true" : "false"};
    return all;
  }
};

Result<ClientAnswer> call_once(ClientSession& session, const Verb& verb, const Given& given,
                               const Inputs& inputs) {
  TRY(const auto path, fill_path(session, verb, given));
  if (verb.method == "GET") return session.get(path);
  json::value body = json::object();
  std::string etag = verb.basis == Basis::anything ? "*" : "";
  if (verb.basis == Basis::what_is_there) {
    TRY(auto before, session.get(path));
    body = editable(verb, before.body.as_object());
    etag = before.etag;
  }
  TRY_DO(fill_body(session, verb, given, inputs, body.as_object()));
  const bool has_body = verb.method != "DELETE";
  return session.send(verb.method, path, has_body ? &body : nullptr, etag);
}

/// A job, a look at a host say, may change what was read before the change of it arrives.
Result<ClientAnswer> call(ClientSession& session, const Verb& verb, const Given& given,
                          const Inputs& inputs) {
  for (int again = verb.basis == Basis::what_is_there ? max_repeats : 0;; --again) {
    auto answer = call_once(session, verb, given, inputs);
    if (answer || answer.error().code != client_errc::changed || again == 0) return answer;
  }
}

Result<bool> watch_all(ClientSession& session, const json::value& answer, WatchFormat format) {
  bool good = true;
  for (const auto& refused : answer.at("refused").as_array()) {
    std::fprintf(stderr, "node %s: %s\n", as_word(refused.at("node")).c_str(),
                 as_word(refused.at("problem").at("title")).c_str());
    good = false;
  }
  for (const auto& apply : answer.at("applies").as_array()) {
    TRY(const bool ended_well, watch(session, "apply", as_word(apply.at("id")), format));
    good = good && ended_well;
  }
  return good;
}

/// What was given, and of a log the format that --json stands for, or else text.
Given given_for(const Verb& verb, const TypedCommand& typed) {
  auto given = typed.given();
  if (verb.show == Show::log && !given.contains("--format"))
    given["--format"] = {typed.json ? "json" : "text"};
  return given;
}

/// The id that the command line names, for a run that exists; else the one that the answer made.
std::string id_to_watch(const Verb& verb, const Given& given, const ClientAnswer& answer) {
  if (verb.method == "GET") return given.at(path_names(verb.path).front()).back();
  return as_word(answer.body.at("id"));
}

bool follows(const Verb& verb) {
  return verb.show == Show::watch_order || verb.show == Show::watch_apply || verb.show == Show::watch_applies;
}

Result<bool> follow(ClientSession& session, const Verb& verb, const TypedCommand& typed,
                    const ClientAnswer& answer) {
  const auto format = typed.json ? WatchFormat::json_lines : WatchFormat::text;
  if (verb.show == Show::watch_applies) return watch_all(session, answer.body, format);
  const auto id = id_to_watch(verb, typed.given(), answer);
  return verb.show == Show::watch_order ? watch_order(session, id, format)
                                        : watch(session, "apply", id, format);
}

/// A file as JSON: what is no text (UTF-8, which the parser checks) in base64.
json::value as_value(const std::string& file) {
  boost::system::error_code no_text;
  json::parse(json::serialize(json::string(file)), no_text);
  json::object value;
  if (no_text)
    value["base64"] = to_base64(bytes_of(file));
  else
    value["text"] = file;
  return value;
}

Result<bool> show(ClientSession& session, const Verb& verb, const TypedCommand& typed,
                  const ClientAnswer& answer) {
  if (follows(verb) && !typed.no_wait) return follow(session, verb, typed, answer);
  std::string text;
  if (verb.show == Show::text)
    text = typed.json ? as_json(as_value(answer.text)) : answer.text;
  else if (typed.json)
    text = as_json(answer.body);
  else if (verb.show == Show::log)
    text = answer.text;
  else if (verb.show == Show::table)
    text = as_table(answer.body, columns_of(verb));
  else
    text = as_fields(answer.body);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return true;
}

int run(const Verb& verb, const TypedCommand& typed) {
  const auto outcome = [&]() -> Result<bool> {
    try {
      const auto given = given_for(verb, typed);
      TRY_DO(check_standard_input(verb, given, typed.client));
      TRY(const auto session, ClientSession::open(typed.client));
      TRY(const auto inputs, read_inputs(verb, given));
      TRY(const auto answer, call(*session, verb, given, inputs));
      return show(*session, verb, typed, answer);
    } catch (const std::exception& caught) {  // Boost.JSON's word for an answer of another shape
      return fail(client_errc::malformed, std::string("the server's answer: ") + caught.what());
    }
  }();
  if (outcome) return *outcome ? 0 : 1;
  const auto blamed = typed_for(verb, typed.given(), outcome.error().field);
  std::fprintf(stderr, "kigen %.*s %.*s: %s%s\n", static_cast<int>(verb.noun.size()), verb.noun.data(),
               static_cast<int>(verb.verb.size()), verb.verb.data(), describe(outcome.error()).c_str(),
               blamed.empty() ? "" : (" (" + blamed + ")").c_str());
  return outcome.error().code == client_errc::unreachable ? 3 : 1;
}

std::string help_for(const std::string& name) {
  if (name == "user") return "mail address or id";
  if (name == "part") return "leaf, chain or fullchain";
  if (name == "slot") return "number of its slot";
  return list_of(name).empty() ? "id" : "name or id";
}

void add_common(CLI::App& command, TypedCommand& typed) {
  command.add_option("--url", typed.client.url, "the server")->envname("KIGEN_URL")->capture_default_str();
  command.add_option("--token-file", typed.client.token_file,
                     "file with an API token; or the variable KIGEN_TOKEN");
  command
      .add_option("--trust", typed.client.trust_file, "PEM file with the server's certificate or its root")
      ->envname("KIGEN_TRUST");
  command.add_option("--timeout", typed.client.timeout_s, "seconds to wait for an answer")
      ->capture_default_str();
  auto* json = command.add_flag("--json", typed.json, "print JSON; of what is followed, one line an event");
  if (auto* format = command.get_option_no_throw("--format")) json->excludes(format);
}

struct Noun {
  std::string_view name;
  std::string_view help;
};

constexpr Noun nouns_help[] = {
    {"access", "how hosts are reached: logins and host keys"},
    {"apply", "installations on nodes: start, follow, put back, cancel"},
    {"ca", "accounts at certificate authorities"},
    {"company", "the installation's owner"},
    {"dashboard", "what needs attention"},
    {"group", "user groups: who sees and manages which services"},
    {"job", "work that runs, waits or is parked"},
    {"log", "the overall log, and its signed checkpoint"},
    {"node", "where certificates are installed and looked at"},
    {"order", "certificate orders: start, follow, cancel"},
    {"service", "certificates and all that belongs to each"},
    {"session", "where you are logged in with a browser"},
    {"settings", "proxy and timers"},
    {"site", "places where nodes stand"},
    {"state", "version and state of the product's parts"},
    {"token", "API tokens"},
    {"user", "people who may log in"},
};

/// Where nothing else is said of a noun, what its list has: "organizations".
std::string help_of(const Verb& first) {
  const auto* const found = std::ranges::find(nouns_help, first.noun, &Noun::name);
  return std::string(found == std::end(nouns_help) ? first.help : found->help);
}

/// Of what follows it on the command line: CLI11 lets a list take all that it can.
CLI::Option* takes_one(CLI::Option* option) { return option->expected(1)->allow_extra_args(false); }

std::string told(const Option& option) {
  return option.fresh.empty() ? option.help : option.help + "; default " + option.fresh;
}

/// "--x,!--no-x", which takes a value too: "--x=false".
void add_truth(CLI::App& command, const Option& option, TypedCommand& typed) {
  auto& into = typed.truths[option.flag];
  command.add_flag_function(
      option.flag + ",!--no-" + option.flag.substr(2), [&into](std::int64_t count) { into = count > 0; },
      told(option));
}

/// One flag may stand for a field of several kinds.
void add_option(CLI::App& command, const Option& option, TypedCommand& typed) {
  if (command.get_option_no_throw(option.flag) != nullptr) return;
  if (option.take == Take::truth) return add_truth(command, option, typed);
  auto* added = command.add_option(option.flag, typed.words[option.flag], told(option));
  takes_one(added)->required(option.required);
  if (option.take == Take::list) added->take_all();
  if (option.words.empty()) return;
  auto words = option.words;
  if (option.may_be_null) words.emplace_back();
  added->check(CLI::IsMember(std::move(words)));
}

/// All that the verb takes. Made when it is the one that was typed: the description is long.
void describe_verb(CLI::App& command, const Verb& verb, TypedCommand& typed) {
  for (const auto& name : path_names(verb.path))
    takes_one(command.add_option(name, typed.words[name], help_for(name)))->required();
  for (const auto& option : options_of(verb)) add_option(command, option, typed);
  if (follows(verb))
    command.add_flag("--no-wait", typed.no_wait, "return at once instead of following it to its end");
  add_common(command, typed);
}

void add_verb(CLI::App& noun, const Verb& verb, int& exit_code) {
  auto typed = std::make_shared<TypedCommand>();
  auto* command = noun.add_subcommand(std::string(verb.verb), std::string(verb.help));
  command->preparse_callback([command, &verb, typed](std::size_t) { describe_verb(*command, verb, *typed); });
  command->callback([&verb, typed, &exit_code] { exit_code = run(verb, *typed); });
}

}  // namespace

void add_client_commands(CLI::App& app, int& exit_code) {
  std::map<std::string_view, CLI::App*> nouns;
  for (const auto& verb : verbs()) {
    auto& noun = nouns[verb.noun];
    if (noun == nullptr) {
      noun = app.add_subcommand(std::string(verb.noun), help_of(verb));
      noun->require_subcommand(1);
      noun->group("Client");
    }
    add_verb(*noun, verb, exit_code);
  }
}

}  // namespace kigen::tools
