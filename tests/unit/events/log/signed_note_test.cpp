#include "events/log/signed_note.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "events/core/base64.hpp"
#include "events/log/checkpoint.hpp"
#include "events/log/event_log.hpp"
#include "tests/support/temp_folder.hpp"

namespace kigen::events {
namespace {

Signer fixed_signer() {
  std::array<std::uint8_t, 32> seed{};
  for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<std::uint8_t>(i);
  return Signer::from_seed("example.com/log", seed).value();
}

TEST(SignedNote, known_answers_of_other_implementations) {
  // The example of golang.org/x/mod/sumdb/note: key, text and signature made by Go.
  constexpr auto vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  constexpr auto note =
      "If you think cryptography is the answer to your problem,\n"
      "then you don't know what your problem is.\n"
      "\n"
      "— PeterNeumann "
      "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
  const auto verifier = Verifier::parse(vkey);
  ASSERT_TRUE(verifier) << describe(verifier.error());
  const auto text = verifier->open(note);
  ASSERT_TRUE(text) << describe(text.error());
  EXPECT_TRUE(text->ends_with("your problem is.\n"));

  std::string changed = note;
  changed[0] = 'i';
  EXPECT_EQ(verifier->open(changed).error().code, log_errc::bad_signature);
}

TEST(SignedNote, sign_and_open) {
  const auto signer = fixed_signer();
  const auto verifier = Verifier::parse(signer.verifier_key()).value();
  const auto note = signer.sign("one line\n");
  EXPECT_EQ(verifier.open(note).value(), "one line\n");

  const auto other = Signer::from_seed("example.com/log", std::array<std::uint8_t, 32>{}).value();
  EXPECT_FALSE(verifier.open(other.sign("one line\n")));
  // Further signatures, by keys we do not know, do no harm.
  const auto theirs = other.sign("one line\n").substr(std::string("one line\n\n").size());
  EXPECT_EQ(verifier.open(note + theirs).value(), "one line\n");
  for (const auto* bad : {"", "\n\n", "one line\n", "one line\n\n", "one line\n\n— example.com/log AAAA\n"})
    EXPECT_EQ(verifier.open(bad).error().code, log_errc::bad_signature) << bad;
}

TEST(SignedNote, refuses_malformed_keys) {
  for (const auto* bad : {"", "a", "a+b", "a+00000000+", "a+00000000+AAAA",
                          "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                          "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                          "Other+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"})
    EXPECT_FALSE(Verifier::parse(bad)) << bad;
  for (const auto* name : {"", "a b", "a+b", "a\n"})
    EXPECT_FALSE(Signer::from_seed(name, std::array<std::uint8_t, 32>{})) << name;
}

TEST(SignedNote, the_key_lives_in_a_file_that_only_its_owner_reads) {
  const tests::TempFolder folder;
  const auto path = folder.path() / "log.key";
  const auto made = Signer::create(path, "example.com/log").value();
  struct stat status{};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_EQ(Signer::load(path)->verifier_key(), made.verifier_key());
  EXPECT_FALSE(Signer::create(path, "example.com/log")) << "a key is never overwritten";

  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  const auto open_to_others = Signer::load(path);
  EXPECT_EQ(open_to_others.error().code, log_errc::bad_key_file);
  EXPECT_NE(open_to_others.error().detail.find("chmod 600"), std::string::npos);

  for (const auto* bad : {"", "PRIVATE+KEY+", "PRIVATE+KEY+a+00000000+AAAA", "-----BEGIN PRIVATE KEY-----"}) {
    ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
    std::ofstream(path, std::ios::trunc) << bad << "\n";
    EXPECT_EQ(Signer::load(path).error().code, log_errc::bad_key_file) << bad;
  }
  EXPECT_FALSE(Signer::load(folder.path() / "none"));
}

/// The signature checked by the openssl program, from nothing but the verifier key and the note.
TEST(SignedNote, openssl_verifies_what_we_sign) {
  const tests::TempFolder folder;
  const auto signer = fixed_signer();
  const auto note = signer.sign("to be checked\n");
  const auto vkey = signer.verifier_key();
  const auto key_id_at = vkey.find('+') + 1;
  const auto raw_key = from_base64(vkey.substr(vkey.find('+', key_id_at) + 1)).value().substr(1);
  const auto signature_line = note.substr(note.find("\n\n") + 2);
  const auto base64 = signature_line.substr(signature_line.rfind(' ') + 1);
  const auto signature = from_base64(base64.substr(0, base64.size() - 1)).value().substr(4);
  // SubjectPublicKeyInfo of an Ed25519 key (RFC 8410 §4): twelve fixed bytes, then the key.
  const std::string der = std::string("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12) + raw_key;
  const auto put = [&](const char* name, const std::string& bytes) {
    std::ofstream(folder.path() / name, std::ios::binary) << bytes;
  };
  put("key", der);
  put("sig", signature);
  put("text", "to be checked\n");
  const auto verify =
      "cd " + folder.path().string() +
      " && openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile sig >out 2>&1";
  EXPECT_EQ(std::system(verify.c_str()), 0);
  put("text", "to be cheated\n");
  EXPECT_NE(std::system(verify.c_str()), 0);
}

TEST(Checkpoint, bytes_and_back) {
  const Checkpoint checkpoint{"example.com/log", {42, leaf_hash("x")}};
  const auto text = checkpoint_text(checkpoint);
  EXPECT_EQ(text, "example.com/log\n42\n" + to_base64(leaf_hash("x")) + "\n");
  EXPECT_EQ(parse_checkpoint(text).value(), checkpoint);
  for (const auto& bad :
       {std::string(), text + "extension\n", "example.com/log\n042\n" + to_base64(leaf_hash("x")) + "\n",
        std::string("a\n1\nAAAA\n"), text.substr(0, text.size() - 1)})
    EXPECT_FALSE(parse_checkpoint(bad)) << bad;
}

TEST(Checkpoint, is_opened_with_the_logs_key_only) {
  const auto signer = fixed_signer();
  const TreeHead tree{1, leaf_hash("x")};
  EXPECT_EQ(open_checkpoint(sign_checkpoint(signer, tree), signer.verifier_key())->tree, tree);
  const auto foreign = signer.sign(checkpoint_text({"example.com/other", tree}));
  EXPECT_EQ(open_checkpoint(foreign, signer.verifier_key()).error().code, log_errc::bad_signature);
}

TEST(Base64, exact) {
  for (const auto* text : {"", "AA==", "AAA=", "AAAA", "/+8="})
    EXPECT_EQ(to_base64(bytes_of(*from_base64(text))), text);
  for (const auto* bad : {"A", "AA", "AAA", "AA=", "AB==", " AAAA", "AAAA\n", "A===", "====", "AAAA===="})
    EXPECT_FALSE(from_base64(bad)) << bad;
}

}  // namespace
}  // namespace kigen::events
