#include "workers/ca/acme/resources.hpp"

#include <gtest/gtest.h>

#include "orchestrator/ports/byte_stream.hpp"
#include "orchestrator/ports/certificate_authority.hpp"
#include "workers/ca/acme/problem_errors.hpp"

namespace kigen::workers::ca::acme {
namespace {

using orchestrator::ca_errc;
using orchestrator::net_errc;

TEST(Resources, directory_of_rfc_8555) {
  const auto directory = parse_directory(R"({"newNonce":"n","newAccount":"a","newOrder":"o","revokeCert":"r",
      "meta":{"termsOfService":"t","externalAccountRequired":true}})");
  ASSERT_TRUE(directory);
  EXPECT_EQ(directory->new_nonce, "n");
  EXPECT_EQ(directory->new_account, "a");
  EXPECT_EQ(directory->new_order, "o");
  EXPECT_TRUE(directory->external_account_required);
}

TEST(Resources, order_of_rfc_8555) {
  const auto order = parse_order(R"({"status":"valid","expires":"2016-01-20T14:09:07.99Z","identifiers":[],
      "authorizations":["https://ca/authz/1","https://ca/authz/2"],"finalize":"https://ca/f","certificate":"https://ca/c"})");
  ASSERT_TRUE(order);
  EXPECT_EQ(order->authorizations, (std::vector<std::string>{"https://ca/authz/1", "https://ca/authz/2"}));
  EXPECT_EQ(order->certificate, "https://ca/c");
  EXPECT_FALSE(order->error);
}

TEST(Resources, authorization_of_rfc_8555) {
  const auto authorization =
      parse_authorization(R"({"status":"invalid","identifier":{"type":"dns","value":"example.org"},
      "wildcard":true,"challenges":[{"type":"dns-01","url":"https://ca/ch","status":"invalid","token":"DGyRejmCefe7v4NfDGDKfA",
      "error":{"type":"urn:ietf:params:acme:error:dns","detail":"no record"}}]})");
  ASSERT_TRUE(authorization);
  EXPECT_EQ(authorization->identifier, "example.org");
  EXPECT_TRUE(authorization->wildcard);
  ASSERT_EQ(authorization->challenges.size(), 1u);
  EXPECT_EQ(to_text(*authorization->challenges[0].error), "dns: no record");
}

struct Garbage {
  const char* json;
  const char* reason;
};
class GarbageOrder : public testing::TestWithParam<Garbage> {};
TEST_P(GarbageOrder, is_an_unexpected_answer) {
  const auto order = parse_order(GetParam().json);
  ASSERT_FALSE(order);
  EXPECT_EQ(order.error().code, ca_errc::unexpected_answer);
  EXPECT_EQ(order.error().detail.substr(0, std::string_view(GetParam().reason).size()), GetParam().reason);
}
INSTANTIATE_TEST_SUITE_P(
    Of, GarbageOrder,
    testing::Values(Garbage{"", "not a JSON object"}, Garbage{"<html>", "not a JSON object"},
                    Garbage{"[]", "not a JSON object"}, Garbage{R"({"status":"valid")", "not a JSON object"},
                    Garbage{"{}", "no text \"status\""}, Garbage{R"({"status":7})", "no text \"status\""},
                    Garbage{R"({"status":"valid"})", "no text \"finalize\""},
                    Garbage{R"({"status":"valid","finalize":"f"})", "no list \"authorizations\""},
                    Garbage{R"({"status":"valid","finalize":"f","authorizations":[1]})",
                            "an authorization is no URL"},
                    Garbage{R"({"a":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]})", "not a JSON object"},
                    Garbage{"{\"status\":\"\xff\xfe\"}", "not a JSON object"}));

TEST(Resources, refuses_what_is_too_much) {
  std::string list = R"({"status":"pending","finalize":"f","authorizations":["u")";
  for (int i = 0; i < 200; ++i) list += R"(,"u")";
  EXPECT_EQ(parse_order(list + "]}").error().detail, "too many entries in \"authorizations\"");
  EXPECT_EQ(parse_order(R"({"status":")" + std::string(300'000, 'x') + "\"}").error().detail,
            "more than 256 KiB of JSON");
}

TEST(Resources, refuses_tokens_that_could_be_paths_or_arguments) {
  for (const auto& token : std::vector<std::string>{"../../etc", "a b", "a/b", std::string(300, 'a')}) {
    const auto json =
        R"({"status":"pending","identifier":{"value":"a"},"challenges":[{"type":"http-01","url":"u",
        "status":"pending","token":")" +
        token + "\"}]}";
    EXPECT_EQ(parse_authorization(json).error().detail, "a challenge's token is not base64url") << token;
  }
}

TEST(Problems, of_rfc_8555_with_subproblems) {
  const auto problem =
      parse_problem(R"({"type":"urn:ietf:params:acme:error:malformed","detail":"Some are refused",
      "subproblems":[{"type":"urn:ietf:params:acme:error:rejectedIdentifier","detail":"No.",
                      "identifier":{"type":"dns","value":"a.example"}}]})");
  EXPECT_EQ(to_text(problem), "malformed: Some are refused; a.example: rejectedIdentifier: No.");
}

TEST(Problems, words_are_made_fit_for_a_line) {
  const auto problem =
      parse_problem("{\"type\":\"x\",\"detail\":\"a\\nb\\u0000\\u001b[31m" + std::string(5000, 'c') + "\"}");
  EXPECT_TRUE(problem.detail.starts_with("a b<U+0000><U+001B>[31m"));
  EXPECT_LT(problem.detail.size(), 510u);
  EXPECT_EQ(parse_problem("{\"detail\":\"a\\u202eb\\u200b\\ufeff\"}").detail, "a<U+202E>b<U+200B><U+FEFF>");
  EXPECT_EQ(to_text(Problem{"x", "\u202Ewww: no"}), "x: <U+202E>www: no") << "with an identifier of the CA's";
  EXPECT_EQ(to_text(parse_problem("<html>502 <b>Bad</b>\n\tGateway</html>")), "502 Bad Gateway");
}

struct Meaning {
  unsigned status;
  const char* type;
  ca_errc code;
};
class ProblemMeaning : public testing::TestWithParam<Meaning> {};
TEST_P(ProblemMeaning, is_known) {
  const auto error =
      to_error({"https://ca.test/order", GetParam().status, {GetParam().type, "the CA's words"}});
  EXPECT_EQ(error.code, GetParam().code);
  EXPECT_NE(error.detail.find("the CA's words"), std::string::npos);
  EXPECT_NE(error.detail.find(GetParam().type), std::string::npos);
}
INSTANTIATE_TEST_SUITE_P(Of, ProblemMeaning,
                         testing::Values(Meaning{400, "rejectedIdentifier", ca_errc::refused},
                                         Meaning{400, "badCSR", ca_errc::refused},
                                         Meaning{403, "unauthorized", ca_errc::refused},
                                         Meaning{403, "caa", ca_errc::refused},
                                         Meaning{400, "a new type", ca_errc::refused},
                                         Meaning{400, "", ca_errc::unexpected_answer},
                                         Meaning{404, "", ca_errc::unexpected_answer},
                                         Meaning{429, "rateLimited", ca_errc::rate_limited},
                                         Meaning{429, "", ca_errc::rate_limited},
                                         Meaning{400, "accountDoesNotExist", ca_errc::account_unusable},
                                         Meaning{400, "externalAccountRequired", ca_errc::account_unusable},
                                         Meaning{400, "badNonce", ca_errc::unexpected_answer},
                                         Meaning{403, "orderNotReady", ca_errc::unexpected_answer},
                                         Meaning{500, "serverInternal", ca_errc::unavailable},
                                         Meaning{502, "", ca_errc::unavailable}));

TEST(NetErrors, tell_whether_the_ca_may_have_taken_the_request) {
  const auto meaning = [](net_errc code, bool changes) {
    return as_ca_error(Error{make_error_code(code), "ca:443"}, changes).code;
  };
  EXPECT_EQ(meaning(net_errc::unreachable, true), ca_errc::unreachable);
  EXPECT_EQ(meaning(net_errc::tls_failed, true), ca_errc::unreachable);
  EXPECT_EQ(meaning(net_errc::timed_out, true), ca_errc::outcome_unknown);
  EXPECT_EQ(meaning(net_errc::connection_lost, true), ca_errc::outcome_unknown);
  EXPECT_EQ(meaning(net_errc::timed_out, false), ca_errc::unreachable);
  EXPECT_EQ(meaning(net_errc::malformed_answer, true), ca_errc::unexpected_answer);
}

}  // namespace
}  // namespace kigen::workers::ca::acme
