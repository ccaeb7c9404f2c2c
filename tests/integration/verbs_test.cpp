// Every command of the client with every argument it takes, against the real server, CA and host: what the
// help offers works, and the exit code tells how it ended.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "events/aggregates.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "tests/integration/support/installation.hpp"
#include "tests/integration/support/pebble_server.hpp"
#include "tests/integration/support/pretend_host.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/kept_sample.hpp"
#include "tests/support/test_issuer.hpp"
#include "tools/kigen/client/options.hpp"

namespace kigen::tools {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;
using Words = std::vector<std::string>;

/// What "<noun> <verb>" and "<noun> <verb> --option" there are. What lists and answers are asked with is
/// tried route by route (unit_api).
std::set<std::string> all_forms() {
  std::set<std::string> forms;
  for (const auto& verb : verbs()) {
    const auto name = std::string(verb.noun) + " " + std::string(verb.verb);
    forms.insert(name);
    for (const auto& option : options_of(verb))
      if (!option.in_query) forms.insert(name + " " + option.flag);
  }
  return forms;
}

const Verb& verb_of(std::string_view noun, std::string_view verb) {
  return *std::ranges::find_if(verbs(),
                               [&](const Verb& each) { return each.noun == noun && each.verb == verb; });
}

std::string in_days(int count) {
  return to_text(orchestrator::SystemClock().now() + std::chrono::days(count));
}

class VerbsTest : public testing::Test {
 protected:
  void SetUp() override {
    here.put_hook(pebble.dns_hook());
    const auto served = here.serve();
    ASSERT_EQ(served.exit_code, 0) << served.output;
    here.claim();
    write("pw", "P-pw\n");
  }

  std::string write(const std::string& name, const std::string& text) {
    const auto path = here.folder() / name;
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  std::string file(const std::string& name) const { return (here.folder() / name).string(); }

  /// Runs `kigen WORDS`, which must end with `exit_code`, and notes the form.
  std::string kigen(const Words& words, int exit_code = 0) {
    const auto name = words[0] + " " + words[1];
    used.insert(name);
    for (const auto& word : words)
      if (word.starts_with("--")) used.insert(name + " " + word.substr(0, word.find('=')));
    const auto ended = here.run(words);
    EXPECT_EQ(ended.exit_code, exit_code) << testing::PrintToString(words) << "\n" << ended.output;
    return ended.output;
  }
  json::value answer(Words words) {
    words.push_back("--json");
    boost::system::error_code malformed;
    auto value = json::parse(kigen(words), malformed);
    EXPECT_FALSE(malformed) << testing::PrintToString(words);
    return value;
  }
  std::string id(const Words& words) { return std::string(answer(words).at("id").as_string()); }

  void company_and_settings() {
    kigen({"company", "rename", "--name", "Example"});
    EXPECT_THAT(kigen({"company", "show"}), HasSubstr("Example"));
    kigen({"settings", "edit", "--proxy", "", "--ca-timeout", "30", "--connect-timeout", "5",
           "--command-timeout", "30", "--order-poll", "1", "--node-check-interval", "86400",
           "--expiry-check-interval", "3600"});
    EXPECT_THAT(kigen({"settings", "show"}), HasSubstr("3600"));
    kigen({"site", "create", "--name", "Tokyo"});
    kigen({"dashboard", "show"});
    EXPECT_THAT(kigen({"state", "show"}), HasSubstr("event-log"));
  }

  /// What a verb that writes such a thing is given, all that it takes.
  static Words all_of(const Verb& verb, const std::string& kind, std::map<std::string, std::string> texts) {
    Words words;
    for (const auto& option : options_of(verb)) {
      if (!option.kind.empty() && option.kind != kind) continue;
      words.push_back(option.flag);
      const bool is_known = std::ranges::find(option.words, kind) != option.words.end();
      if (option.take == Take::kind)
        words.push_back(is_known ? kind : option.words.front());
      else if (option.take == Take::number)
        words.push_back(option.fresh);
      else if (option.take != Take::truth)
        words.push_back(option.words.empty() ? texts[option.place] : option.words.front());
    }
    return words;
  }
  static std::set<std::string> kinds_of(const Verb& verb) {
    std::set<std::string> kinds;
    for (const auto& option : options_of(verb)) kinds.insert(option.kind);
    if (kinds.size() > 1) kinds.erase("");
    return kinds;
  }
  /// Something that is only settings: made of each kind, shown, changed and deleted.
  template <class S>
  void kept() {
    const std::string noun(events::kept_noun<S>);
    std::map<std::string, std::string> texts;
    tests::add_texts<S>(texts);
    const auto with_all = [&](Words words, const Verb& verb, const std::string& kind) {
      std::ranges::move(all_of(verb, kind, texts), std::back_inserter(words));
      return words;
    };
    for (const auto& kind : kinds_of(verb_of(noun, "create"))) {
      texts["name"] = "one " + kind;
      kigen(with_all({noun, "create"}, verb_of(noun, "create"), kind));
      EXPECT_THAT(kigen({noun, "list"}), HasSubstr("one " + kind));
      texts["name"] = "another " + kind;
      kigen(with_all({noun, "edit", "one " + kind}, verb_of(noun, "edit"), kind));
      EXPECT_THAT(kigen({noun, "show", "another " + kind}), HasSubstr("another " + kind));
      kigen({noun, "delete", "another " + kind});
    }
  }
  /// Accesses and CA accounts want a host and a CA: below.
  void kept_things() {
    events::KeptThings::for_each([&]<class S>() {
      if constexpr (!std::is_same_v<S, events::AccessSettings> &&
                    !std::is_same_v<S, events::CaAccountSettings>)
        kept<S>();
    });
    const Words user{"applicant", "create", "--name", "one", "--kind", "ca-user", "--user-id", "7"};
    auto of_both = user;
    of_both.insert(of_both.end(), {"--city", "Uji"});
    EXPECT_THAT(kigen(of_both, 1), HasSubstr("--city is for another kind: person"));
    EXPECT_THAT(kigen({"applicant", "create", "--name", "one", "--user-id", "7"}, 1), HasSubstr("--kind"));
    EXPECT_THAT(kigen({"applicant", "create", "--name", "one", "--kind", "ca-user"}, 1),
                HasSubstr("give --user-id"));
  }

  void accesses() {
    const auto& ssh = host.ssh();
    ASSERT_EQ(here.run_script("ssh-keygen -q -t ed25519 -N '' -f login_key").exit_code, 0);
    kigen({"access", "create", "--name", "other", "--kind", "ssh", "--host", "192.0.2.1", "--login-id",
           "root", "--ssh-private-key-file", file("login_key")});
    kigen({"access", "delete", "other"});
    kigen({"access",
           "create",
           "--name",
           "web",
           "--host",
           "192.0.2.1",
           "--port",
           "22",
           "--login-id",
           "opspw",
           "--login-password-file",
           file("pw"),
           "--elevation",
           "sudo",
           "--execution-id",
           "root",
           "--execution-password-file",
           file("pw"),
           "--host-key-policy",
           "trust-on-first-use",
           "--algorithms",
           "legacy"});
    kigen({"access",
           "edit",
           "web",
           "--name",
           "web",
           "--host",
           ssh.host,
           "--port",
           std::to_string(ssh.port),
           "--login-id",
           "opspw",
           "--login-password-file",
           file("pw"),
           "--elevation",
           "sudo",
           "--execution-id",
           "root",
           "--execution-password-file",
           file("pw"),
           "--host-key-policy",
           "confirm",
           "--algorithms",
           "modern"});
    EXPECT_THAT(kigen({"access", "edit", "web", "--host", "127.0.0.66"}, 1),
                HasSubstr("give it again, or forget it"));
    kigen({"access", "edit", "web", "--kind", "ssh", "--ssh-private-key-file", file("login_key")});
    kigen({"access", "edit", "web", "--ssh-private-key-file", "/dev/null"});
    kigen({"access", "scan", "web"});
    EXPECT_THAT(kigen({"access", "list"}), HasSubstr(ssh.host));
    json::value shown;
    ASSERT_TRUE(tests::eventually([&] {
      shown = answer({"access", "show", "web"});
      return shown.at("refusedKey").is_object();
    }));
    kigen({"access", "confirm", "web", "--fingerprint",
           std::string(shown.at("refusedKey").at("fingerprint").as_string())});
  }

  void cas() {
    kigen({"ca",
           "create",
           "--name",
           "spare",
           "--directory-url",
           "https://127.0.0.1:1/dir",
           "--contact",
           "a@example.com",
           "--trust-pem-file",
           write("root.pem", pebble.root_pem()),
           "--challenge",
           "dns-01",
           "--dns-hook",
           "spare-hook",
           "--parallel-orders",
           "2",
           "--external-key-id",
           "kid",
           "--external-key-file",
           write("mac", "c2VjcmV0LXNlY3JldC1zZWNyZXQ")});
    kigen({"ca", "delete", "spare"});
    kigen(
        {"ca", "create", "--name", "pebble", "--kind", "acme", "--directory-url", "https://127.0.0.1:1/dir"});
    kigen({"ca",
           "edit",
           "pebble",
           "--kind",
           "acme",
           "--name",
           "pebble",
           "--directory-url",
           pebble.directory_url(),
           "--contact",
           "pki@example.com",
           "--trust-pem-file",
           file("root.pem"),
           "--challenge",
           "dns-01",
           "--dns-hook",
           "hook",
           "--parallel-orders",
           "8",
           "--external-key-id",
           ""});
    kigen({"ca", "edit", "pebble", "--external-key-file", file("mac")}, 1);
    EXPECT_THAT(kigen({"ca", "list"}), HasSubstr("pebble"));
    EXPECT_THAT(kigen({"ca", "show", "pebble"}), HasSubstr(pebble.directory_url()));
  }

  Words with_service_options(Words words) {
    words.insert(words.end(), {"--sans",
                               "shop.example.test",
                               "--algorithm",
                               "ecdsa-p256",
                               "--new-key-each-order",
                               "--country",
                               "JP",
                               "--state",
                               "Tokyo",
                               "--locality",
                               "Chiyoda",
                               "--organization",
                               "Example",
                               "--email",
                               "pki@example.com",
                               "--slots",
                               "3",
                               "--group",
                               "samplegroup",
                               "--ca-account",
                               "pebble",
                               "--rule",
                               "never",
                               "--percent-of-life",
                               "67",
                               "--days-before",
                               "30",
                               "--apply-automatically=false"});
    return words;
  }

  void services() {
    kigen(with_service_options({"service", "create", "--name", "first", "--common-name", "www.example.test",
                                "--unit", "", "--separate-chain"}));
    kigen({"service", "delete", "first"});
    kigen({"service", "create", "--name", "shop", "--common-name", "www.example.test"});
    kigen(with_service_options(
        {"service", "edit", "shop", "--name", "www", "--common-name", "www.example.test", "--unit", ""}));
    kigen({"service", "disable", "www"});
    kigen({"service", "enable", "www"});
    kigen({"service", "make-key", "www"});
    EXPECT_THAT(
        kigen({"service", "list", "--search", "w", "--sort", "notAfter", "--severity", "ok", "--limit", "5"}),
        HasSubstr("www"));
    EXPECT_THAT(kigen({"service", "list", "--topic", "expired"}), Not(HasSubstr("www")));
    EXPECT_THAT(kigen({"service", "list", "--group", "samplegroup"}), HasSubstr("www"));
    kigen({"job", "list", "--service", "www"});
    kigen({"service", "list", "--cursor", "not-one"}, 1);
    kigen({"service", "log", "www", "--format", "csv", "--lang", "ja"});
    EXPECT_THAT(kigen({"service", "log", "www"}), HasSubstr("UTC+00:00"));
  }

  void certificates() {
    const auto root = tests::TestIssuer::root("Root");
    const auto middle = root.intermediate("Middle");
    const auto one = middle.issue({"www.example.test", {"www.example.test", "shop.example.test"}});
    const auto other = middle.issue({"www.example.test", {"www.example.test", "shop.example.test"}});
    kigen({"service", "create", "--name", "kept", "--common-name", "www.example.test", "--sans",
           "shop.example.test", "--separate-chain"});
    const auto chain = write("chain.pem", middle.pem());
    kigen({"service", "import", "kept", "--certificate-file", write("one.pem", one.certificate_pem),
           "--chain-file", chain, "--key-file", write("one.key", one.key_pem.reveal())});
    EXPECT_THAT(kigen({"service", "export", "kept", "fullchain", "--slot", "1"}), HasSubstr(middle.pem()));
    EXPECT_EQ(kigen({"service", "export", "kept", "leaf"}), one.certificate_pem);
    EXPECT_THAT(kigen({"service", "export-key", "kept", "--what", "key", "--slot", "1"}),
                HasSubstr("PRIVATE KEY"));
    write("passphrase", "correct horse\n");
    ASSERT_EQ(
        here.run_script(
                "\"$KIGEN\" service export-key kept --what pkcs12 --passphrase-file passphrase > kept.p12")
            .exit_code,
        0);
    kigen({"service", "export-key", "kept", "--what", "pkcs12", "--passphrase-file", file("passphrase"),
           "--json"});
    kigen({"service", "import", "kept", "--certificate-file", write("two.pem", other.certificate_pem),
           "--chain-file", chain});
    kigen({"service", "select", "kept", "--slot", "1"});
    EXPECT_EQ(kigen({"service", "export", "kept", "leaf"}), one.certificate_pem);
    kigen({"service", "remove-generation", "kept", "2"});
    kigen({"service", "edit", "kept", "--separate-chain", "--unit", "sales"});
    EXPECT_THAT(kigen({"service", "remove-generation", "kept", "2"}, 1), HasSubstr("2"));
    kigen({"service", "create", "--name", "taken", "--common-name", "www.example.test", "--sans",
           "shop.example.test"});
    EXPECT_THAT(kigen({"service", "import", "taken", "--certificate-file", file("kept.p12"),
                       "--passphrase-file", file("pw")},
                      1),
                HasSubstr("passphrase"));
    kigen({"service", "import", "taken", "--certificate-file", file("kept.p12"), "--passphrase-file",
           file("passphrase")});
    EXPECT_THAT(kigen({"service", "import", "taken", "--certificate-file", file("passphrase")}, 1),
                HasSubstr(file("passphrase")));
    ASSERT_EQ(here.run_script(
                      "openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout other.key "
                      "-subj /CN=www.example.test -addext subjectAltName=DNS:shop.example.test -out csr.pem")
                  .exit_code,
              0);
    kigen({"service", "import-csr", "taken", "--csr-file", file("csr.pem")});
    EXPECT_THAT(kigen({"service", "csr", "taken"}), HasSubstr("BEGIN CERTIFICATE REQUEST"));
  }

  Words node_options_for(Words words) {
    const auto apache = host.apache_settings();
    words.insert(words.end(), {"--site",
                               "Tokyo",
                               "--kind",
                               "apache",
                               "--access",
                               "web",
                               "--certificate-file",
                               apache.certificate_file,
                               "--key-file",
                               apache.key_file,
                               "--work-folder",
                               apache.work_folder,
                               "--control-program",
                               apache.control_program,
                               "--config-file",
                               apache.config_file,
                               "--method",
                               "address",
                               "--fqdn",
                               "www.example.test",
                               "--address",
                               host.tls().host,
                               "--port",
                               std::to_string(host.tls().port)});
    return words;
  }

  void nodes_orders_and_applies() {
    const auto extra =
        id(node_options_for({"node", "create", "www", "--name", "extra", "--chain-file", "/x/chain.pem"}));
    kigen({"node", "edit", extra, "--name", "extra", "--chain-file", "/x/chain.pem"});
    kigen({"node", "delete", extra});
    const auto node =
        id({"node", "create", "www", "--name", "web", "--site", "Tokyo", "--access", "web",
            "--certificate-file", "/x/cert.pem", "--key-file", "/x/key.pem", "--work-folder", "/x/work"});
    kigen(node_options_for({"node", "edit", node, "--name", "web"}));
    kigen({"node", "disable", node});
    kigen({"node", "enable", node});
    EXPECT_THAT(kigen({"node", "show", node}), HasSubstr("web"));

    const auto planned =
        id({"order", "start", "www", "--scheduled-for", "2036-01-01T00:00:00+09:00", "--apply", "--no-wait"});
    kigen({"order", "cancel", planned, "--reason", "not now"});
    kigen({"order", "watch", planned}, 1);
    EXPECT_THAT(kigen({"order", "start", "www", "--apply"}), HasSubstr("apply.succeeded"))
        << "what it began is followed to its end";
    EXPECT_THAT(kigen({"order", "list", "www"}), HasSubstr("registered"));
    kigen({"order", "show", planned});
    kigen({"node", "check", node});
    EXPECT_THAT(kigen({"node", "list", "www"}), HasSubstr("web"));

    const auto later =
        id({"apply", "start", node, "--scheduled-for", "2036-01-01T00:00:00Z", "--slot", "1", "--no-wait"});
    kigen({"apply", "cancel", later, "--reason", "not now"});
    kigen({"apply", "watch", later}, 1);
    kigen({"apply", "retry", later}, 1);
    kigen({"apply", "show", later});
    EXPECT_THAT(kigen({"apply", "events", later}), HasSubstr("apply.cancelled"));
    EXPECT_THAT(kigen({"apply", "list", "www"}), HasSubstr("succeeded"));
    EXPECT_THAT(kigen({"service", "apply", "www"}), HasSubstr("apply.succeeded"));
    EXPECT_THAT(
        kigen({"service", "apply", "www", "--slot", "1", "--scheduled-for", "2026-01-01T00:00:00Z"}, 1),
        HasSubstr("--scheduled-for 2026"));
    EXPECT_THAT(kigen({"service", "show", "www"}), HasSubstr("web"));

    kigen({"node", "disable", node});
    EXPECT_THAT(kigen({"order", "start", "www", "--apply"}, 1),
                HasSubstr("node web: left out, as it is disabled"))
        << "nobody is told that it is installed everywhere";
  }

  void jobs_and_log() {
    const auto listed = answer({"job", "list", "--state", "finished", "--limit", "1"});
    const auto job = std::string(listed.at("items").at(0).at("id").as_string());
    kigen({"job", "list", "--cursor", std::string(listed.at("next").as_string())});
    EXPECT_THAT(kigen({"job", "show", job}), HasSubstr("attempts"));
    kigen({"job", "retry", job}, 1);
    kigen({"job", "cancel", job, "--reason", "not now"}, 1);
    EXPECT_THAT(kigen({"log", "show", "--format", "text", "--severity", "info", "--search", "www", "--order",
                       "newest", "--lang", "ja", "--limit", "3"}),
                HasSubstr("www"));
    kigen({"log", "show", "--cursor", "not-one"}, 1);
    EXPECT_THAT(kigen({"log", "key"}), HasSubstr("+"));
    EXPECT_THAT(kigen({"log", "checkpoint"}), HasSubstr("\n\n"));
  }

  void people() {
    kigen({"user", "create", "--mail", "b@example.com", "--role", "viewer", "--contact", "night",
           "--password-file", file("password"), "--groups", "samplegroup"});
    kigen({"user", "set-groups", "b@example.com", "--groups", "samplegroup"});
    kigen({"user", "edit", "b@example.com", "--role", "viewer", "--contact", "day"});
    kigen({"user", "set-password", "b@example.com", "--password-file", file("password")});
    kigen({"user", "clear-password", "b@example.com"});
    EXPECT_THAT(kigen({"user", "show", "b@example.com"}), HasSubstr("day"));
    kigen({"user", "delete", "b@example.com"});
    EXPECT_THAT(kigen({"user", "list"}), HasSubstr("admin@example.com"));
    const auto token = id({"token", "create", "--name", "ci", "--role", "viewer", "--groups", "samplegroup",
                           "--expires", in_days(30)});
    EXPECT_THAT(kigen({"token", "create", "--name", "ever", "--expires", in_days(400)}, 1),
                HasSubstr("366 days"));
    EXPECT_THAT(kigen({"token", "list"}), HasSubstr("ci"));
    kigen({"token", "revoke", token});
    const auto session = std::string(answer({"session", "list"}).at("items").at(0).at("id").as_string());
    kigen({"session", "end", session});
    EXPECT_THAT(kigen({"session", "list"}), Not(HasSubstr(session)));
  }

  tests::Installation here;
  tests::PebbleServer pebble{{}};
  tests::PretendHost host;
  std::set<std::string> used;
};

TEST_F(VerbsTest, EveryCommandWorksWithEveryArgument) {
  company_and_settings();
  kept_things();
  accesses();
  cas();
  services();
  certificates();
  nodes_orders_and_applies();
  jobs_and_log();
  people();
  for (const auto& form : all_forms()) EXPECT_TRUE(used.contains(form)) << form << " was never tried";
}

}  // namespace
}  // namespace kigen::tools
