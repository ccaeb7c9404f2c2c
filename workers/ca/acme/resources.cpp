#include "workers/ca/acme/resources.hpp"

#include <simdjson.h>

#include "events/core/readable.hpp"
#include "orchestrator/ports/certificate_authority.hpp"
#include "workers/ca/acme/base64url.hpp"

namespace kigen::workers::ca::acme {
namespace {

using orchestrator::ca_errc;
namespace dom = simdjson::dom;

constexpr std::size_t max_json_bytes = 256u << 10;
constexpr std::size_t max_depth = 16;
constexpr std::size_t max_entries = 200;
constexpr std::size_t max_words_bytes = 500;
constexpr std::size_t max_page_bytes = 4096;
constexpr std::size_t max_token_bytes = 256;
constexpr std::string_view acme_urn = "urn:ietf:params:acme:error:";

std::unexpected<Error> unexpected(std::string what) {
  return fail(ca_errc::unexpected_answer, std::move(what));
}

/// Parses into `parser`, which must outlive the object.
Result<dom::object> object_of(dom::parser& parser, std::string_view json) {
  if (json.size() > max_json_bytes) return unexpected("more than 256 KiB of JSON");
  // For this text only: what the largest allowed would take is megabytes.
  if (parser.allocate(json.size() + 1, max_depth) != simdjson::SUCCESS)
    return unexpected("JSON cannot be read");
  dom::object object;
  const auto error = parser.parse(json.data(), json.size()).get_object().get(object);
  if (error) return unexpected(std::string("not a JSON object: ") + simdjson::error_message(error));
  return object;
}

std::optional<std::string> optional_text(const dom::object& object, std::string_view name) {
  std::string_view text;
  if (object[name].get(text)) return std::nullopt;
  return std::string(text);
}

Result<std::string> text(const dom::object& object, std::string_view name) {
  auto found = optional_text(object, name);
  if (!found) return unexpected("no text \"" + std::string(name) + "\"");
  return *std::move(found);
}

bool flag(const dom::object& object, std::string_view name) {
  bool value = false;
  return !object[name].get(value) && value;
}

Result<dom::array> list(const dom::object& object, std::string_view name) {
  dom::array entries;
  if (object[name].get(entries)) return unexpected("no list \"" + std::string(name) + "\"");
  if (entries.size() > max_entries) return unexpected("too many entries in \"" + std::string(name) + "\"");
  return entries;
}

/// A CA's words go into logs and onto pages.
std::string tellable(std::string_view words) {
  auto whole = readable(words);
  return whole.size() <= max_words_bytes ? whole : readable_begin(whole, max_words_bytes) + "…";
}

Problem shallow_problem(const dom::object& object) {
  auto type = optional_text(object, "type").value_or("");
  if (type.starts_with(acme_urn)) type.erase(0, acme_urn.size());
  return {std::move(type), optional_text(object, "detail").value_or(""),
          optional_text(object, "instance").value_or("")};
}

std::string subproblem_text(const dom::element& entry) {
  dom::object object;
  if (entry.get(object)) return {};
  std::string_view identifier;
  std::ignore = object["identifier"]["value"].get(identifier);
  return "; " + std::string(identifier) + ": " + to_text(shallow_problem(object));
}

Problem problem_of(const dom::object& object) {
  auto problem = shallow_problem(object);
  dom::array subproblems;
  if (!object["subproblems"].get(subproblems))
    for (const auto& entry : subproblems)
      if (problem.detail.size() < max_words_bytes) problem.detail += subproblem_text(entry);
  return {tellable(problem.type), tellable(problem.detail), tellable(problem.instance)};
}

/// The text of a page without its tags, on one line.
std::string words_of_page(std::string_view page) {
  std::string words;
  bool in_tag = false;
  for (const char c : page.substr(0, max_page_bytes)) {
    const bool is_gap = c == '<' || c == '>' || (c >= '\0' && c <= ' ');
    if (is_gap && !words.empty() && words.back() != ' ') words += ' ';
    if (!is_gap && !in_tag) words += c;
    if (c == '<' || c == '>') in_tag = c == '<';
  }
  return tellable(words.substr(0, words.find_last_not_of(' ') + 1));
}

std::optional<Problem> optional_problem(const dom::object& object) {
  dom::object error;
  if (object["error"].get(error)) return std::nullopt;
  return problem_of(error);
}

Result<ChallengeResource> challenge_of(const dom::element& entry) {
  dom::object object;
  if (entry.get(object)) return unexpected("a challenge is no object");
  ChallengeResource challenge;
  TRY(challenge.type, text(object, "type"));
  TRY(challenge.url, text(object, "url"));
  TRY(challenge.status, text(object, "status"));
  challenge.token = optional_text(object, "token").value_or("");
  if (!challenge.token.empty() && !is_base64url(challenge.token, max_token_bytes))
    return unexpected("a challenge's token is not base64url");
  challenge.error = optional_problem(object);
  return challenge;
}

}  // namespace

std::string to_text(const Problem& problem) {
  const bool both = !problem.type.empty() && !problem.detail.empty();
  const auto where = problem.instance.empty() ? "" : " (see " + problem.instance + ")";
  return readable(problem.type + (both ? ": " : "") + problem.detail +
                  where);  // others put identifiers into it
}

Result<Directory> parse_directory(std::string_view json) {
  dom::parser parser;
  TRY(const auto object, object_of(parser, json));
  Directory directory;
  TRY(directory.new_nonce, text(object, "newNonce"));
  TRY(directory.new_account, text(object, "newAccount"));
  TRY(directory.new_order, text(object, "newOrder"));
  dom::object meta;
  if (!object["meta"].get(meta)) directory.external_account_required = flag(meta, "externalAccountRequired");
  return directory;
}

Result<OrderResource> parse_order(std::string_view json) {
  dom::parser parser;
  TRY(const auto object, object_of(parser, json));
  OrderResource order;
  TRY(order.status, text(object, "status"));
  TRY(order.finalize, text(object, "finalize"));
  TRY(const auto authorizations, list(object, "authorizations"));
  for (const auto& entry : authorizations) {
    std::string_view url;
    if (entry.get(url)) return unexpected("an authorization is no URL");
    order.authorizations.emplace_back(url);
  }
  order.certificate = optional_text(object, "certificate").value_or("");
  order.error = optional_problem(object);
  return order;
}

Result<AuthorizationResource> parse_authorization(std::string_view json) {
  dom::parser parser;
  TRY(const auto object, object_of(parser, json));
  AuthorizationResource authorization;
  dom::object identifier;
  if (object["identifier"].get(identifier)) return unexpected("no object \"identifier\"");
  TRY(authorization.identifier, text(identifier, "value"));
  TRY(authorization.status, text(object, "status"));
  authorization.wildcard = flag(object, "wildcard");
  TRY(const auto challenges, list(object, "challenges"));
  for (const auto& entry : challenges) {
    TRY(auto challenge, challenge_of(entry));
    authorization.challenges.push_back(std::move(challenge));
  }
  return authorization;
}

Problem parse_problem(std::string_view body) {
  dom::parser parser;
  const auto object = object_of(parser, body);
  return object ? problem_of(*object) : Problem{.detail = words_of_page(body)};
}

}  // namespace kigen::workers::ca::acme
