// Every route there is, asked for by everybody there is, about a service of one group: to whom that is not in
// the group, nothing tells that the service is there.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "api/kept_paths.hpp"
#include "events/aggregates.hpp"
#include "orchestrator/pki/make.hpp"
#include "tests/support/test_issuer.hpp"
#include "tests/unit/api/support/installation.hpp"
#include "tests/unit/api/support/test_sink.hpp"

namespace kigen::api {
namespace {

using tests::ApiAnswer;
using tests::bearer;
using tests::Headers;
using tests::json_text;

/// What a route has to do with services.
enum class About {
  service,   ///< its path names one, or what hangs on one
  several,   ///< a list, of which outsiders see nothing
  numbers,   ///< the same, and insiders see no names either
  stream,    ///< the same, without end
  everybody  ///< nothing
};

struct Row {
  std::string_view method = {};
  std::string_view target = {};
  About about = About::everybody;
  std::string_view body = {};  ///< "$node" stands for a node's settings, and so on
};

/// Each route once at least, but for those of kept things. Those that take something away come last.
constexpr std::array own_rows{
    Row{"GET", "/api/v1/services", About::several},
    Row{"GET", "/api/v1/services?q=ours-web", About::several},
    Row{"GET", "/api/v1/services/{service}", About::service},
    Row{"GET", "/api/v1/services/{service}?at=100000", About::service},
    Row{"GET", "/api/v1/services/{service}/nodes", About::service},
    Row{"GET", "/api/v1/services/{service}/orders", About::service},
    Row{"GET", "/api/v1/services/{service}/applies", About::service},
    Row{"GET", "/api/v1/services/{service}/log", About::service},
    Row{"GET", "/api/v1/services/{service}/csr", About::service},
    Row{"GET", "/api/v1/services/{service}/export/{part}", About::service},
    Row{"GET", "/api/v1/nodes/{node}", About::service},
    Row{"GET", "/api/v1/nodes/{node}/applies", About::service},
    Row{"GET", "/api/v1/orders", About::several},
    Row{"GET", "/api/v1/orders?state=open", About::several},
    Row{"GET", "/api/v1/orders/{order}", About::service},
    Row{"GET", "/api/v1/applies", About::several},
    Row{"GET", "/api/v1/applies?state=open", About::several},
    Row{"GET", "/api/v1/applies/{apply}", About::service},
    Row{"GET", "/api/v1/jobs", About::several},
    Row{"GET", "/api/v1/jobs?service={service}", About::service},
    Row{"GET", "/api/v1/jobs/{job}", About::service},
    Row{"GET", "/api/v1/dashboard", About::numbers},
    Row{"GET", "/api/v1/calendar", About::numbers},
    Row{"GET", "/api/v1/state", About::numbers},
    Row{"GET", "/metrics", About::numbers},
    Row{"GET", "/api/v1/log", About::several},
    Row{"GET", "/api/v1/log?format=csv", About::stream},
    Row{"GET", "/api/v1/log?q=ours-web", About::several},
    Row{"GET", "/api/v1/events", About::several},
    Row{"GET", "/api/v1/events?stream=service-{service}", About::service},
    Row{"GET", "/api/v1/events?stream=order-{order}", About::service},
    Row{"GET", "/api/v1/events?stream=job-{job}", About::service},
    Row{"GET", "/api/v1/events/stream?from=0", About::stream},
    Row{"GET", "/api/v1/log/checkpoint"},
    Row{"GET", "/api/v1/log/key"},
    Row{"GET", "/api/v1/log/tile/{tile...}"},
    Row{"GET", "/api/v1/company"},
    Row{"GET", "/api/v1/settings"},
    Row{"GET", "/api/v1/session"},
    Row{"GET", "/api/v1/sessions"},
    Row{"GET", "/api/v1/tokens"},
    Row{"GET", "/api/v1/users"},
    Row{"GET", "/api/v1/users/{user}"},
    Row{"GET", "/api/v1/openapi.json"},
    Row{"GET", "/healthz"},
    Row{"GET", "/readyz"},

    Row{"POST", "/api/v1/jobs/{job}/retry", About::service},
    Row{"POST", "/api/v1/jobs/{job}/cancel", About::service},
    Row{"POST", "/api/v1/applies/{apply}/retry", About::service},
    Row{"POST", "/api/v1/applies/{apply}/cancel", About::service},
    Row{"POST", "/api/v1/orders/{order}/cancel", About::service},
    Row{"PUT", "/api/v1/services/{service}", About::service, "$service"},
    Row{"POST", "/api/v1/services/{service}/csr", About::service, "$csr"},
    Row{"POST", "/api/v1/services/{service}/certificate", About::service, "$certificate"},
    Row{"POST", "/api/v1/services/{service}/key", About::service},
    Row{"PUT", "/api/v1/services/{service}/generation", About::service, R"({"slot":1})"},
    Row{"POST", "/api/v1/services/{service}/export", About::service, R"({"what":"key"})"},
    Row{"POST", "/api/v1/services/{service}/orders", About::service},
    Row{"POST", "/api/v1/services/{service}/applies", About::service},
    Row{"POST", "/api/v1/services/{service}/nodes", About::service, "$node"},
    Row{"PUT", "/api/v1/nodes/{node}", About::service, "$node"},
    Row{"POST", "/api/v1/nodes/{node}/check", About::service},
    Row{"POST", "/api/v1/nodes/{node}/applies", About::service},
    Row{"POST", "/api/v1/nodes/{node}/disable", About::service},
    Row{"POST", "/api/v1/nodes/{node}/enable", About::service},
    Row{"POST", "/api/v1/services/{service}/enable", About::service},
    Row{"POST", "/api/v1/services/{service}/disable", About::service},
    Row{"DELETE", "/api/v1/services/{service}/generations/{slot}", About::service},
    Row{"DELETE", "/api/v1/nodes/{node}", About::service},
    Row{"DELETE", "/api/v1/services/{service}", About::service},

    Row{"POST", "/api/v1/services"},  // into which group: below
    Row{"POST", "/api/v1/accesses/{access}/scan"},
    Row{"POST", "/api/v1/accesses/{access}/host-key"},
    Row{"PUT", "/api/v1/company"},
    Row{"PUT", "/api/v1/settings"},
    Row{"POST", "/api/v1/session"},
    Row{"DELETE", "/api/v1/session"},
    Row{"PUT", "/api/v1/session/password"},
    Row{"POST", "/api/v1/session/proof"},
    Row{"DELETE", "/api/v1/sessions/{session}"},
    Row{"POST", "/api/v1/bootstrap"},
    Row{"POST", "/api/v1/tokens"},
    Row{"DELETE", "/api/v1/tokens/{token}"},
    Row{"POST", "/api/v1/users"},
    Row{"PUT", "/api/v1/users/{user}"},
    Row{"DELETE", "/api/v1/users/{user}"},
    Row{"PUT", "/api/v1/users/{user}/groups"},
    Row{"PUT", "/api/v1/users/{user}/password"},
    Row{"DELETE", "/api/v1/users/{user}/password"},
};

/// Kept things belong to no service. Who sees which of them: kept_test.cpp.
template <class S>
void add_kept(std::vector<Row>& rows) {
  for (const auto method : {"GET", "POST"}) rows.push_back({method, path_of_all<S>});
  for (const auto method : {"GET", "PUT", "DELETE"}) rows.push_back({method, path_of_one<S>});
}

std::vector<Row> all_rows() {
  std::vector<Row> rows(own_rows.begin(), own_rows.end());
  events::KeptThings::for_each([&]<class S>() { add_kept<S>(rows); });
  return rows;
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

/// Ids by the names that paths have for them.
using Ids = std::map<std::string, std::string>;

std::string with_ids(std::string text, const Ids& ids) {
  for (const auto& [name, id] : ids) replace_all(text, "{" + name + "}", id);
  // What has nothing to do with services is asked for things that there are not.
  for (auto open = text.find('{'); open != text.npos; open = text.find('{'))
    text.replace(open, text.find('}', open) + 1 - open, "019a9b3c-0000-7000-8000-0000000000ff");
  return text;
}

/// What `ids` and the request have not made different.
struct Heard {
  unsigned status = 0;
  std::string rest = {};
  friend bool operator==(const Heard&, const Heard&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Heard& heard) {
    return out << heard.status << ' ' << heard.rest;
  }
};

class Scopes : public testing::Test {
 protected:
  /// Somebody, by what they send along.
  struct Person {
    std::string name;
    Headers headers;
    bool is_admin = false;
  };

  Scopes() {
    others = made("/api/v1/user-groups", R"({"name":"others"})");
    put_into(admin_id(), {samplegroup, others});
    make_service();
    for (auto* ids : {&things, &nothing}) {
      ids->emplace("slot", "1");
      ids->emplace("part", "leaf");
    }
    make_people();
    kigen.settle();
  }

  std::string made(const std::string& target, const std::string& body) {
    const auto answer = kigen.as_admin("POST", target, body);
    EXPECT_LT(answer.status(), 300u) << target << " " << answer.body();
    return answer.at("/id");
  }
  std::string admin_id() { return kigen.as_admin("GET", "/api/v1/session").at("/user"); }
  void put_into(const std::string& user, const std::vector<std::string>& groups) {
    const auto answer = kigen.as_admin("PUT", "/api/v1/users/" + user + "/groups", groups_body(groups));
    ASSERT_EQ(answer.status(), 200u) << answer.body();
  }
  static std::string groups_body(const std::vector<std::string>& groups) {
    return R"({"groups":)" + list(groups) + "}";
  }
  static std::string list(const std::vector<std::string>& ids) {
    std::string all;
    for (const auto& id : ids) all += (all.empty() ? "\"" : ",\"") + id + "\"";
    return "[" + all + "]";
  }

  void make_service() {
    const auto account =
        made("/api/v1/ca-accounts",
             R"({"name":"a CA","ca":{"kind":"acme","directoryUrl":"https://ca.example.com/dir"}})");
    const auto service =
        made("/api/v1/services",
             R"({"name":"ours-web","commonName":"www.example.com","caAccount":")" + account + R"("})");
    const auto path = "/api/v1/services/" + service;
    static const auto root = tests::TestIssuer::root("Test Root");
    const auto leaf = root.issue({.common_name = "www.example.com", .names = {"www.example.com"}});
    certificate = R"({"certificate":)" + json_text(leaf.certificate_pem) + R"(,"key":)" +
                  json_text(leaf.key_pem.reveal()) + "}";
    made(path + "/certificate", certificate);
    made(path + "/key", "");
    things = {{"service", service}, {"node", kigen.create_node(service, "ours-node")}};
    things["apply"] = made("/api/v1/nodes/" + things["node"] + "/applies", "");
    things["order"] = made(path + "/orders", "");
    kigen.settle();
    things["job"] = kigen.as_admin("GET", "/api/v1/jobs?pool=cpu&service=" + service).at("/items/0/id");
    marks = {"ours-web", "ours-node"};
    for (const auto& [name, id] : things) {
      marks.push_back(id);
      nothing[name] = "019a9b3c-0000-7000-8000-0000000000f" + std::to_string(nothing.size());
    }
    const auto node = kigen.as_admin("GET", "/api/v1/nodes/" + things["node"]);
    bodies = {{"$node", node.at("/settings")},
              {"$certificate", certificate},
              {"$csr", R"({"csr":)" + json_text(csr()) + "}"},
              {"$service", R"({"name":"ours-web","commonName":"www.example.com"})"}};
  }
  static std::string csr() {
    const auto key = orchestrator::pki::make_key_and_csr({.common_name = "www.example.com"});
    return key ? key->csr_pem : describe(key.error());
  }

  Person person(const std::string& name, std::string_view role, const std::vector<std::string>& groups) {
    const auto mail = name + "@example.com";
    const auto user = made("/api/v1/users", R"({"mail":")" + mail + R"(","role":")" + std::string(role) +
                                                R"(","groups":)" + list(groups) + R"(,"password":")" +
                                                std::string(tests::user_password) + R"("})");
    return {
        name,
        tests::browser(kigen.send("POST", "/api/v1/session", tests::login_body(tests::user_password, mail))),
        role == "admin"};
  }
  Person token(const std::string& name, const std::string& groups) {
    const auto answer = kigen.as_admin("POST", "/api/v1/tokens",
                                       R"({"name":")" + name + R"(","role":"admin")" + groups + "}");
    EXPECT_EQ(answer.status(), 201u) << answer.body();
    return {name, bearer(answer.at("/token")), true};
  }
  void make_people() {
    insiders = {person("member", "viewer", {samplegroup}), person("auditor", "auditor", {}), token("all", ""),
                token("ours", R"(,"groups":)" + list({samplegroup})), person("boss", "admin", {samplegroup})};
    outsiders = {person("stranger", "viewer", {others}), person("other-boss", "admin", {others}),
                 person("loner", "admin", {}), token("theirs", R"(,"groups":)" + list({others})),
                 token("none", R"(,"groups":[])")};
  }

  ApiAnswer ask(const Row& row, const Person& who, const Ids& ids) {
    auto headers = who.headers;
    if (row.method == "PUT") headers.emplace_back("If-Match", "*");
    std::string body(row.body);
    if (const auto known = bodies.find(body); known != bodies.end()) body = known->second;
    auto answer = kigen.send(std::string(row.method), with_ids(std::string(row.target), ids), body, headers);
    if (!answer.raw.stream) return answer;
    tests::TestSink sink([](const std::string& text) { return text.find(": idle") != text.npos; });
    std::ignore = kigen.run(answer.raw.stream(sink));
    answer.raw.body = sink.text;
    return answer;
  }
  /// The rest of an answer, with nothing in it that tells the ids or the request.
  Heard heard(const Row& row, const Person& who, const Ids& ids) {
    const auto answer = ask(row, who, ids);
    auto text = answer.body();
    for (const auto& [name, value] : answer.raw.headers)
      if (name != "X-Request-Id") text += "\n" + name + ": " + value;
    replace_all(text, answer.header("X-Request-Id"), "REQUEST");
    for (const auto& [name, id] : ids)
      if (name != "slot" && name != "part") replace_all(text, id, "ID");
    return {answer.status(), text};
  }
  void expect_nothing_of_it(const Row& row, const Person& who) {
    const auto text = ask(row, who, things).body();
    for (const auto& mark : marks)
      EXPECT_EQ(text.find(mark), text.npos)
          << row.method << ' ' << row.target << " tells " << who.name << " of " << mark;
  }
  /// Of the service and all that hangs on it.
  std::size_t records_about_it() {
    std::size_t count = 0;
    for (const auto& record : kigen.run(kigen.log.read(0, 100'000)).value())
      for (const auto& [name, id] : things) count += record.stream.text.ends_with(id) ? 1 : 0;
    return count;
  }

  const std::vector<Row> rows = all_rows();
  const std::string samplegroup = to_text(first_group);
  tests::Installation kigen;
  std::string others;
  std::string certificate;
  Ids things;   // of a service of samplegroup
  Ids nothing;  // of the same kinds, which there never were
  std::map<std::string, std::string> bodies;
  std::vector<std::string> marks;
  std::vector<Person> insiders;
  std::vector<Person> outsiders;
};

TEST_F(Scopes, EveryRouteIsInTheTable) {
  std::set<std::string> listed;
  for (const auto& row : rows)
    listed.insert(std::string(row.method) + " " + std::string(row.target.substr(0, row.target.find('?'))));
  std::set<std::string> routed;
  for (const auto& route : kigen.server->router().routes())
    routed.insert(std::string(route.method) + " " + std::string(route.pattern));
  EXPECT_EQ(listed, routed);
}

TEST_F(Scopes, OutsidersAreToldWhatIsToldOfNothing) {
  outsiders.push_back({"nobody", {}});
  const auto before = records_about_it();
  for (const auto& row : rows)
    for (const auto& who : outsiders)
      if (row.about == About::service)
        EXPECT_EQ(heard(row, who, things), heard(row, who, nothing))
            << row.method << ' ' << row.target << " as " << who.name;
  kigen.settle();
  EXPECT_EQ(records_about_it(), before);
}

TEST_F(Scopes, OutsidersFindNothingOfItInAnyList) {
  for (const auto& row : rows)
    for (const auto& who : outsiders)
      if (row.method == "GET" && row.about != About::service) expect_nothing_of_it(row, who);
}

/// Else the two above would hold for a server that answers nothing.
TEST_F(Scopes, InsidersAreToldOfIt) {
  for (const auto& row : rows) {
    for (const auto& who : insiders) {
      // What changes something is tried once.
      if (row.method != "GET" && &who != &insiders.back()) continue;
      if (row.target.contains("?at=") && who.name == "member") continue;  // the past is not for viewers
      const auto told = std::string(row.method) + " " + std::string(row.target) + " as " + who.name;
      if (row.about == About::service) EXPECT_NE(heard(row, who, things), heard(row, who, nothing)) << told;
      if (row.about != About::several && row.about != About::stream) continue;
      const auto text = ask(row, who, things).body();
      EXPECT_TRUE(std::ranges::any_of(marks, [&](const auto& mark) { return text.contains(mark); }))
          << told << ": " << text;
    }
  }
}

}  // namespace
}  // namespace kigen::api
