#include "tests/simulation/world/acme_request.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/param_build.h>
#include <simdjson.h>

#include "orchestrator/pki/openssl.hpp"
#include "workers/ca/acme/base64url.hpp"
#include "workers/ca/acme/jws.hpp"

namespace kigen::simulation {
namespace {

namespace dom = simdjson::dom;
using orchestrator::pki::OpensslDeleter;
using workers::ca::acme::from_base64url;

constexpr std::size_t coordinate_bytes = 32;

std::string text(const dom::object& object, std::string_view name) {
  std::string_view value;
  if (object[name].get(value)) throw malformed("no text \"" + std::string(name) + "\"");
  return std::string(value);
}

std::string optional_text(const dom::object& object, std::string_view name) {
  std::string_view value;
  return object[name].get(value) ? std::string() : std::string(value);
}

std::string decoded(std::string_view encoded, std::string_view what) {
  auto bytes = from_base64url(encoded);
  if (!bytes) throw malformed(std::string(what) + " is no base64url");
  return *std::move(bytes);
}

dom::object object_of(dom::parser& parser, std::string_view json) {
  dom::object object;
  if (parser.parse(json.data(), json.size()).get(object)) throw malformed("no JSON object");
  return object;
}

std::shared_ptr<EVP_PKEY> p256_key(const std::string& x, const std::string& y) {
  const auto point = "\x04" + x + y;  // uncompressed (SEC 1 §2.3.3)
  std::string group = SN_X9_62_prime256v1;
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, const_cast<char*>(point.data()),
                                        point.size()),
      OSSL_PARAM_construct_end()};
  const orchestrator::pki::KeyContextPtr context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  EVP_PKEY_fromdata_init(context.get());
  EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, const_cast<OSSL_PARAM*>(parameters));
  return {key, EVP_PKEY_free};
}

AcmeKey key_of(const dom::object& jwk) {
  const auto x = text(jwk, "x"), y = text(jwk, "y");
  const bool is_p256 = text(jwk, "kty") == "EC" && text(jwk, "crv") == "P-256";
  if (!is_p256) throw AcmeProblem{.type = "badPublicKey", .detail = "keys on P-256 only"};
  const auto canonical = R"({"crv":"P-256","kty":"EC","x":")" + x + R"(","y":")" + y + R"("})";
  const auto raw_x = decoded(x, "x"), raw_y = decoded(y, "y");
  const bool full = raw_x.size() == coordinate_bytes && raw_y.size() == coordinate_bytes;
  auto key = full ? p256_key(raw_x, raw_y) : nullptr;
  if (!key) throw AcmeProblem{.type = "badPublicKey", .detail = "no point on P-256"};
  return {std::move(key), workers::ca::acme::to_base64url(workers::ca::acme::sha256(canonical))};
}

void read_header(SignedRequest& request, std::string_view json) {
  dom::parser parser;
  const auto header = object_of(parser, json);
  request.algorithm = text(header, "alg");
  request.url = text(header, "url");
  request.nonce = optional_text(header, "nonce");
  request.key_id = optional_text(header, "kid");
  dom::object jwk;
  if (!header["jwk"].get(jwk)) request.key = key_of(jwk);
  if (request.key.has_value() == !request.key_id.empty()) throw malformed("either jwk or kid");
}

std::string der_of(std::string_view signature) {
  const auto number = [&](std::size_t at) {
    return BN_bin2bn(reinterpret_cast<const unsigned char*>(signature.data()) + at, coordinate_bytes,
                     nullptr);
  };
  const std::unique_ptr<ECDSA_SIG, OpensslDeleter<ECDSA_SIG_free>> parts(ECDSA_SIG_new());
  ECDSA_SIG_set0(parts.get(), number(0), number(coordinate_bytes));
  std::string der(static_cast<std::size_t>(i2d_ECDSA_SIG(parts.get(), nullptr)), '\0');
  auto* at = reinterpret_cast<unsigned char*>(der.data());
  i2d_ECDSA_SIG(parts.get(), &at);
  return der;
}

bool verifies(EVP_PKEY* key, std::string_view input, std::string_view signature) {
  const auto der = der_of(signature);
  const std::unique_ptr<EVP_MD_CTX, OpensslDeleter<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
  return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(der.data()), der.size(),
                          reinterpret_cast<const unsigned char*>(input.data()), input.size()) == 1;
}

AcmeProblem unauthorized(std::string what) { return {403, "unauthorized", std::move(what)}; }

}  // namespace

SignedRequest read_signed(std::string_view json) {
  dom::parser parser;
  const auto object = object_of(parser, json);
  const auto header = text(object, "protected"), payload = text(object, "payload");
  SignedRequest request{.payload = decoded(payload, "payload"),
                        .signing_input = header + "." + payload,
                        .signature = decoded(text(object, "signature"), "signature")};
  read_header(request, decoded(header, "protected"));
  return request;
}

void check_signature(const SignedRequest& request, const AcmeKey& key) {
  if (request.algorithm != "ES256")
    throw AcmeProblem{.type = "badSignatureAlgorithm", .detail = "ES256 only"};
  const bool good = request.signature.size() == 2 * coordinate_bytes &&
                    verifies(key.key.get(), request.signing_input, request.signature);
  if (!good) throw malformed("the signature does not hold");
}

void check_binding(std::string_view json, const std::string& url, const AcmeKey& account,
                   const std::map<std::string, Secret>& keys) {
  const auto binding = read_signed(json);
  const auto known = keys.find(binding.key_id);
  if (known == keys.end()) throw unauthorized("an external account key that is not known");
  if (binding.algorithm != "HS256" || binding.url != url || !binding.nonce.empty())
    throw malformed("an external account binding with a wrong header");
  const auto mac_key = decoded(known->second.reveal(), "MAC key");
  if (workers::ca::acme::hmac_sha256(mac_key, binding.signing_input) != binding.signature)
    throw unauthorized("the external account binding does not hold");
  dom::parser parser;
  if (key_of(object_of(parser, binding.payload)).thumbprint != account.thumbprint)
    throw malformed("an external account binding for another key");
}

}  // namespace kigen::simulation
