#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/core/base64.hpp"
#include "orchestrator/node/commands.hpp"
#include "orchestrator/pki/make.hpp"
#include "tests/support/test_issuer.hpp"
#include "tests/unit/api/support/installation.hpp"

namespace kigen::api {
namespace {

using testing::HasSubstr;
using tests::ApiAnswer;
using tests::json_text;
using tests::TestIssuer;

/// Certificates go in and out over HTTP (R10, R11).
class Certificates : public testing::Test {
 protected:
  static const TestIssuer& root() {
    static const auto ca = TestIssuer::root("Test Root");
    return ca;
  }
  static const TestIssuer& middle() {
    static const auto ca = root().intermediate("Test Intermediate");
    return ca;
  }
  static TestIssuer::Issued issue(const std::string& name = "www.example.com", int year = 2036) {
    return middle().issue({.common_name = name,
                           .names = {name},
                           .until = Instant(std::chrono::sys_days(std::chrono::year(year) / 1 / 1))});
  }
  static std::string with_chain(const TestIssuer::Issued& leaf) {
    return leaf.certificate_pem + middle().pem();
  }

  ApiAnswer import(std::string_view certificate, std::string_view key = {}, std::string_view chain = {}) {
    auto body = R"({"certificate":)" + json_text(certificate);
    if (!key.empty()) body += R"(,"key":)" + json_text(key);
    if (!chain.empty()) body += R"(,"chain":)" + json_text(chain);
    return kigen.as_admin("POST", path + "/certificate", body + "}");
  }
  ApiAnswer import_csr(std::string_view csr) {
    return kigen.as_admin("POST", path + "/csr", R"({"csr":)" + json_text(csr) + "}");
  }
  ApiAnswer export_as(const std::string& body) { return kigen.as_admin("POST", path + "/export", body); }
  static std::string csr_for(const std::string& name) {
    const auto made = orchestrator::pki::make_key_and_csr({.common_name = name});
    return made ? made->csr_pem : describe(made.error());
  }
  std::string generations() { return kigen.as_admin("GET", path).at("/generations"); }

  /// Calls and expects a refusal with nothing changed.
  template <class Request>
  void expect_refusal(Request request, unsigned status, const char* code, const char* message,
                      const char* field) {
    kigen.settle();
    const auto end = kigen.log.end();
    const auto secrets = kigen.vault.size();
    const ApiAnswer answer = request();
    EXPECT_EQ(answer.status(), status) << answer.body();
    EXPECT_EQ(answer.code(), code);
    EXPECT_EQ(answer.at("/message"), message);
    EXPECT_EQ(answer.at("/field"), field);
    EXPECT_EQ(kigen.log.end(), end);
    EXPECT_EQ(kigen.vault.size(), secrets);
  }
  void expect_import_refused(std::string_view certificate, std::string_view key, std::string_view chain,
                             unsigned status, const char* code, const char* message, const char* field) {
    SCOPED_TRACE(code);
    expect_refusal([&] { return import(certificate, key, chain); }, status, code, message, field);
  }

  tests::Installation kigen;
  std::string service = kigen.create_ordering_service("web");
  std::string path = "/api/v1/services/" + service;
};

// ---- import

TEST_F(Certificates, AreImportedWithTheirKey) {
  const auto leaf = issue();
  const auto secrets = kigen.vault.size();
  const auto imported = import(with_chain(leaf), leaf.key_pem.reveal());
  ASSERT_EQ(imported.status(), 201u) << imported.body();
  EXPECT_EQ(kigen.vault.size(), secrets + 1);
  const auto shown = kigen.as_admin("GET", path);
  EXPECT_EQ(shown.at("/generations/0/hasKey"), "true");
  EXPECT_EQ(shown.at("/generations/0/names"), R"(["www.example.com"])");
}

TEST_F(Certificates, ThatAreNoneAreRefused) {
  const auto leaf = issue();
  const auto other = issue();
  ASSERT_EQ(import(with_chain(leaf)).status(), 201u);
  const auto before = generations();
  expect_import_refused("no PEM", "", "", 422, "malformed", "28", "certificate");
  expect_import_refused("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "", "", 422,
                        "malformed", "28", "certificate");
  expect_import_refused(with_chain(other), "", "no PEM", 422, "malformed", "28", "chain");
  expect_import_refused(with_chain(other), "no PEM", "", 422, "malformed", "28", "key");
  expect_import_refused(with_chain(issue("mail.example.com")), "", "", 422, "name_differs", "1652",
                        "certificate");
  expect_import_refused(with_chain(other), leaf.key_pem.reveal(), "", 422, "key_mismatch", "1651", "key");
  expect_import_refused(leaf.certificate_pem + leaf.certificate_pem, "", "", 422, "not_one_chain", "1659",
                        "certificate");
  expect_import_refused(other.certificate_pem + TestIssuer::root("Unrelated").pem() + middle().pem(), "", "",
                        422, "not_one_chain", "1659", "certificate");
  expect_import_refused(leaf.certificate_pem, "", "", 422, "chain_missing", "1659", "certificate");
  EXPECT_EQ(generations(), before) << "the certificate that was there is lost to none of these";
}

TEST_F(Certificates, AreTakenFromAPkcs12File) {
  const auto leaf = issue();
  const auto file = orchestrator::pki::to_pkcs12(leaf.certificate_pem, {middle().pem()}, leaf.key_pem,
                                                 Secret("correct horse"), "www");
  const auto send = [&](std::string_view bytes, const std::string& passphrase) {
    return kigen.as_admin(
        "POST", path + "/certificate",
        R"({"file":")" + to_base64(bytes_of(bytes)) + R"(","passphrase":")" + passphrase + "\"}");
  };
  expect_refusal([&] { return send(*file, "wrong"); }, 422, "wrong_passphrase", "28", "file");
  expect_refusal([&] { return send("neither of them", ""); }, 422, "malformed", "28", "file");
  expect_refusal([&] { return kigen.as_admin("POST", path + "/certificate", R"({"file":"%"})"); }, 400,
                 "malformed_base64", "5", "file");
  expect_refusal([&] { return kigen.as_admin("POST", path + "/certificate", "{}"); }, 400,
                 "malformed_parameter", "5", "certificate");
  ASSERT_EQ(send(*file, "correct horse").status(), 201u);
  const auto shown = kigen.as_admin("GET", path);
  EXPECT_EQ(shown.at("/generations/0/hasKey"), "true");
  EXPECT_EQ(shown.at("/generations/0/intermediates"), "1");
}

TEST_F(Certificates, WithoutIntermediatesAreTold) {
  ASSERT_EQ(import(issue().certificate_pem).status(), 201u);
  EXPECT_EQ(kigen.as_admin("GET", path).at("/generations/0/intermediates"), "0");
  EXPECT_THAT(kigen.as_admin("GET", path + "/log?format=text&limit=100").body(),
              AllOf(HasSubstr("<W3017>"), HasSubstr("has no intermediates"), HasSubstr("Test Intermediate")));
}

TEST_F(Certificates, WithIntermediatesAreNotWarnedOf) {
  ASSERT_EQ(import(with_chain(issue())).status(), 201u);
  EXPECT_THAT(kigen.as_admin("GET", path + "/log?format=text&limit=100").body(),
              testing::Not(HasSubstr("<W3017>")));
}

TEST_F(Certificates, OfALeafFileStandAlone) {
  ASSERT_EQ(
      kigen
          .as_admin("PUT", path, R"({"name":"web","commonName":"www.example.com","separateChain":true})",
                    {{"If-Match", "*"}})
          .status(),
      200u);
  const auto leaf = issue();
  expect_import_refused(with_chain(leaf), "", "", 422, "several_in_leaf_file", "1660", "certificate");
  EXPECT_EQ(import(leaf.certificate_pem, "", middle().pem()).status(), 201u);
}

TEST_F(Certificates, WaitForAnOrdersEnd) {
  ASSERT_EQ(kigen.as_admin("POST", path + "/orders").status(), 202u);
  expect_import_refused(with_chain(issue()), "", "", 409, "order_open", "1654", "");
  expect_refusal([&] { return import_csr(csr_for("www.example.com")); }, 409, "order_open", "1654", "");
}

TEST_F(Certificates, ThatANodeNeedsAreKeptBesideTheSlots) {
  const auto first = issue("www.example.com", 2030);
  ASSERT_EQ(import(with_chain(first), first.key_pem.reveal()).status(), 201u);
  const auto serial = kigen.as_admin("GET", path).at("/generations/0/serial");
  ASSERT_EQ(import(with_chain(issue())).status(), 201u);
  orchestrator::ReportNodeInstalled report;
  report.id = *parse_id<NodeId>(kigen.create_node(service, "web1"));
  report.installed.serial = serial;
  ASSERT_TRUE(kigen.run(kigen.orchestrator.execute(orchestrator::as_command(report), {})));
  ASSERT_EQ(import(with_chain(issue())).status(), 201u);
  kigen.settle();
  const auto shown = kigen.as_admin("GET", path);
  EXPECT_EQ(shown.at("/generations/0/serial"), serial);
  EXPECT_EQ(shown.at("/generations/0/heldBy/0/name"), "web1");
  EXPECT_EQ(shown.at("/generations/0/extra"), "true");
  EXPECT_EQ(shown.at("/generations/2/slot"), "3");
  EXPECT_EQ(shown.at("/generations/2/extra"), "false");
}

TEST_F(Certificates, ImportedAgainUpdateTheirSlot) {
  const auto leaf = issue();
  ASSERT_EQ(import(with_chain(leaf)).status(), 201u);
  EXPECT_EQ(kigen.as_admin("GET", path).at("/generations/0/hasKey"), "false");
  ASSERT_EQ(import(with_chain(leaf), leaf.key_pem.reveal()).status(), 201u);
  const auto shown = kigen.as_admin("GET", path);
  EXPECT_EQ(shown.at("/generations/0/hasKey"), "true");
  EXPECT_THAT(shown.at("/generations"), testing::Not(HasSubstr("},{")));
}

TEST_F(Certificates, AreImportedByAdminsOnly) {
  const auto viewer = tests::bearer(kigen.viewer_token());
  const auto body = R"({"certificate":)" + json_text(with_chain(issue())) + "}";
  expect_refusal([&] { return kigen.send("POST", path + "/certificate", body, viewer); }, 403, "role_too_low",
                 "3520", "");
}

// ---- CSR

TEST_F(Certificates, FitTheImportedCsr) {
  ASSERT_EQ(import_csr(csr_for("www.example.com")).status(), 200u);
  EXPECT_THAT(kigen.as_admin("GET", path + "/csr").body(), HasSubstr("-----BEGIN CERTIFICATE REQUEST-----"));
  expect_import_refused(with_chain(issue()), "", "", 422, "key_differs", "1656", "certificate");
}

TEST_F(Certificates, AreNotAskedForByABadCsr) {
  EXPECT_EQ(kigen.as_admin("GET", path + "/csr").code(), "no_csr");
  expect_refusal([&] { return import_csr("no PEM"); }, 422, "malformed", "28", "csr");
  expect_refusal([&] { return import_csr(csr_for("mail.example.com")); }, 422, "name_differs", "1652", "csr");
}

// ---- export

TEST_F(Certificates, AreExportedInParts) {
  const auto leaf = issue();
  ASSERT_EQ(import(with_chain(leaf), leaf.key_pem.reveal()).status(), 201u);
  const auto viewer = tests::bearer(kigen.viewer_token());
  const auto part = [&](const std::string& name) {
    return kigen.send("GET", path + "/export/" + name, {}, viewer).body();
  };
  EXPECT_EQ(part("leaf"), leaf.certificate_pem);
  EXPECT_EQ(part("chain"), middle().pem());
  EXPECT_EQ(part("fullchain"), with_chain(leaf));
  EXPECT_EQ(kigen.send("GET", path + "/export/leaf?slot=2", {}, viewer).code(), "no_certificate");
  EXPECT_EQ(kigen.send("GET", path + "/export/key", {}, viewer).status(), 404u);
  for (const auto* what : {R"({"what":"leaf"})", R"({"what":"key"})"})
    EXPECT_EQ(kigen.send("POST", path + "/export", what, viewer).code(), "role_too_low");
}

TEST_F(Certificates, KeysLeaveForAdminsAndOnRecord) {
  const auto leaf = issue();
  ASSERT_EQ(import(with_chain(leaf), leaf.key_pem.reveal()).status(), 201u);
  kigen.settle();
  const auto end = kigen.log.end();
  EXPECT_EQ(export_as(R"({"what":"key"})").body(), leaf.key_pem.reveal());
  const auto recorded = *kigen.run(kigen.log.read(end, 10));
  ASSERT_EQ(recorded.size(), 1u);
  EXPECT_EQ(recorded.front().type, "service.key_exported");

  const auto file = export_as(R"({"what":"pkcs12","passphrase":"correct horse"})");
  EXPECT_EQ(file.status(), 200u);
  EXPECT_EQ(file.header("Content-Type"), "application/x-pkcs12");
  EXPECT_EQ(file.body().substr(0, 1), "\x30") << "DER";
  expect_refusal([&] { return export_as(R"({"what":"pkcs12","passphrase":"short"})"); }, 422,
                 "weak_passphrase", "5", "passphrase");
}

TEST_F(Certificates, WithoutKeyOrAtAllAreNotExported) {
  expect_refusal([&] { return export_as(R"({"what":"leaf"})"); }, 404, "no_certificate", "2404", "");
  ASSERT_EQ(import(with_chain(issue())).status(), 201u);
  expect_refusal([&] { return export_as(R"({"what":"key"})"); }, 409, "no_private_key", "1651", "");
}

}  // namespace
}  // namespace kigen::api
