#include "api/schema/document.hpp"

#include <boost/json/array.hpp>

#include "api/schema/components.hpp"
#include "api/schema/operations.hpp"
#include "api/schema/pretty.hpp"
#include "api/server/problem.hpp"

namespace kigen::api::schema {
namespace {

namespace json = boost::json;

constexpr std::string_view about =
    "Orders, installs, checks and renews TLS certificates.\n\n"
    "Authentication: a session cookie (POST /session) with X-CSRF-Token on every method but GET and HEAD, or "
    "`Authorization: Bearer kgn_…`. `x-role` is the least role an operation needs; auditors may do what "
    "viewers "
    "may, admins everything. Operations with `x-proof` want that a session's password was given within 10 "
    "minutes (403 `password_needed`; then POST /session/proof and again); an API token, behind which nobody "
    "sits, is asked for none. Operations with `x-whole` are refused to tokens that may less than their user "
    "(403 `token_too_narrow`). What a page asks by itself carries `X-Kigen-Unattended: 1`: it keeps no "
    "session "
    "alive, as event streams do not.\n\n"
    "Commands answer with a Receipt once their events are durable. If-Match takes the ETag of the resource "
    "(412 "
    "when it has moved on). A request repeated with the same Idempotency-Key answers as the first did and "
    "does "
    "nothing; the same key with another method, path or body is 422 (`key_reused`).\n\n"
    "Settings are sent in the shape in which they are shown. Shown ones have all their fields; in sent ones "
    "what "
    "is left out takes its default. A secret is never shown but as `{\"set\": …}`; sent as a string it is a "
    "new "
    "one (\"\" forgets it), left out, null or as `{\"set\": true}` it stays what it was, which is refused "
    "(`secret_needed`) when what it was given for changes.\n\n"
    "`x-kigen` at a field or parameter is for tools that ask people: the section of a form, whether lists "
    "show it, the unit "
    "of a number, what an id refers to, what kind of text it is, and of which words of another field it "
    "depends "
    "whether it is there. `x-kept` lists the things that are kept by one set of operations.\n\n"
    "Errors are Problem Details; nothing has changed then. Unknown fields and parameters, wrong types and "
    "malformed JSON are 400, bodies over 1 MiB 413.";

json::object headers() {
  const auto header = [](std::string_view name, bool required, std::string_view text, json::object schema) {
    json::object made{{"name", name}, {"in", "header"}};
    if (required) made["required"] = true;
    made["description"] = text;
    made["schema"] = std::move(schema);
    return made;
  };
  const json::object text{{"type", "string"}};
  return {
      {"idempotencyKey", header("Idempotency-Key", false, "1–64 characters of [A-Za-z0-9._:-]",
                                {{"type", "string"}, {"pattern", "^[A-Za-z0-9._:-]{1,64}$"}})},
      {"ifMatch", header("If-Match", false, "the ETag that the change is based on", text)},
      {"ifMatchRequired",
       header("If-Match", true, "the ETag of what is replaced (428 without); * = whatever is there", text)},
  };
}

json::object problem_answer(Components& components) {
  json::object content;
  content["application/problem+json"] = json::object{{"schema", components.schema(type_of<Problem>)}};
  return {{"description", "refused or failed; nothing has changed"}, {"content", std::move(content)}};
}

json::object doors() {
  return {{"session", json::object{{"type", "apiKey"}, {"in", "cookie"}, {"name", "__Host-kigen"}}},
          {"bearer", json::object{{"type", "http"}, {"scheme", "bearer"}}}};
}

json::array kept(const Sources& sources) {
  json::array all;
  for (const auto& thing : sources.kept)
    all.push_back(
        json::object{{"word", thing.word},
                     {"path", thing.path},
                     {"parameter", thing.parameter},
                     {"settings", std::string(thing.settings->name).append(thing.settings->name_end)},
                     {"answer", std::string(thing.answer->name).append(thing.answer->name_end)}});
  return all;
}

}  // namespace

Document describe_api(const Sources& sources) {
  Components components(sources);
  json::object document{
      {"openapi", "3.1.0"},
      {"info", json::object{{"title", "Kigen"}, {"version", "1"}, {"description", about}}},
      {"servers", json::array{json::object{{"url", "/"}}}},
      {"security",
       json::array{json::object{{"session", json::array()}}, json::object{{"bearer", json::array()}}}},
      {"x-kept", kept(sources)},
      {"paths", paths_of(sources.routes, components)},
  };
  json::object responses{{"Problem", problem_answer(components)}};
  const auto unused = components.unused_remarks();
  document["components"] = json::object{{"securitySchemes", doors()},
                                        {"parameters", headers()},
                                        {"responses", std::move(responses)},
                                        {"schemas", components.take()}};
  return {pretty(document), unused};
}

}  // namespace kigen::api::schema
