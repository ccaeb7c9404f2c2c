#include <charconv>

#include "api/errors.hpp"
#include "api/routes/certificate_bodies.hpp"
#include "api/routes/new_secret.hpp"
#include "api/routes/routes.hpp"
#include "api/server/ask.hpp"
#include "api/server/body.hpp"
#include "api/server/parameters.hpp"
#include "events/core/base64.hpp"
#include "orchestrator/pki/import.hpp"
#include "orchestrator/pki/make.hpp"
#include "orchestrator/service/commands.hpp"

namespace kigen::api {
namespace {

namespace pki = orchestrator::pki;

constexpr std::string_view pem_mime = "application/x-pem-file";
constexpr std::string_view pkcs12_mime = "application/x-pkcs12";
constexpr std::size_t min_passphrase_bytes = 8;
constexpr auto of_generation = parameter<std::uint8_t>("slot", "of the generation").within(1, 255);

Task<Result<ServerResponse>> show_csr(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<ServiceId>(call, "service"));
  CO_TRY(const auto seen,
         co_await parts.replays.ask(call, [scope = call.caller.scope, id](const projections::Views& views) {
           return views.services().detail(scope, id);
         }));
  if (!seen.value.csr) co_return fail(api_errc::no_csr);
  co_return text_answer(pem_mime, seen.value.csr->csr_pem);
}

Task<Result<ServerResponse>> import_csr(RouteParts parts, const Call& call) {
  orchestrator::ImportCsr command;
  CO_TRY(command.id, path_id<ServiceId>(call, "service"));
  CO_TRY(auto body, body_of<CsrBody>(call));
  auto csr = co_await offload(parts.backend.cpu, [pem = std::move(body.csr)] { return pki::parse_csr(pem); });
  if (!csr) co_return inside("csr", csr.error());
  command.csr_pem = std::move(csr->pem);
  command.public_key_sha256 = std::move(csr->public_key_sha256);
  command.names = std::move(csr->names);
  co_return co_await answer_command(parts.backend, call, orchestrator::as_command(command));
}

Result<pki::UnpackedFile> unpack(const Secret& base64, const Secret& passphrase) {
  TRY(auto bytes, from_base64(base64.reveal()));
  auto unpacked = pki::unpack_binary(bytes, passphrase);
  wipe(bytes);
  return unpacked;
}

Task<Result<ServerResponse>> import_certificate(RouteParts parts, const Call& call) {
  orchestrator::ImportCertificate command;
  command.now = parts.backend.clock.now();
  CO_TRY(command.id, path_id<ServiceId>(call, "service"));
  CO_TRY(auto body, body_of<CertificateBody>(call));
  const auto separate = co_await ask_world(
      parts.backend, call.caller.scope, [id = command.id](const orchestrator::World& world) {
        const auto* service = world.service(id);
        return service == nullptr ? std::optional<bool>{} : service->settings.separate_chain;
      });
  if (!separate) co_return fail(api_errc::not_found, to_text(command.id));
  if (body.certificate.has_value() == body.file.has_value())
    co_return fail(api_errc::malformed_parameter, "either certificate (PEM) or file (base64)", "certificate");
  if (body.file) {
    auto unpacked = co_await offload(
        parts.backend.cpu, [&body] { return unpack(*body.file, body.passphrase.value_or(Secret())); });
    if (!unpacked) co_return inside("file", unpacked.error());
    body.certificate = unpacked->leaf_pem + (*separate ? "" : unpacked->chain_pem);
    if (*separate && !body.chain) body.chain = unpacked->chain_pem;
    if (!body.key && !unpacked->key_pem.empty()) body.key = std::move(unpacked->key_pem);
  }
  pki::Upload upload{*std::move(body.certificate), body.chain.value_or(""), body.key.value_or(Secret()),
                     *separate};
  CO_TRY(command.generation,
         co_await offload(parts.backend.cpu, [upload] { return pki::read_upload(upload); }));
  NewSecrets secrets(parts.backend);
  if (body.key && !body.key->empty()) {
    CO_TRY(auto key, pki::parse_private_key(*body.key));  // what else stood in the text is not kept
    CO_TRY(command.generation.key, co_await secrets.put(std::move(key.pem)));
  }
  co_return co_await answer_with_secrets(parts.backend, call, secrets, orchestrator::as_command(command),
                                         201);
}

Task<Result<ServerResponse>> select_generation(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<ServiceId>(call, "service"));
  CO_TRY(const auto body, body_of<GenerationBody>(call));
  co_return co_await answer_command(parts.backend, call,
                                    orchestrator::as_command(orchestrator::SelectGeneration{id, body.slot}),
                                    200, {.replaces = true});
}

Result<std::uint8_t> parse_slot(const std::string& text) {
  std::uint8_t slot = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), slot);
  if (error == std::errc() && end == text.data() + text.size() && slot > 0) return slot;
  return fail(api_errc::no_certificate, "slots are numbers from 1 on", "slot");
}

Task<Result<ServerResponse>> remove_generation(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<ServiceId>(call, "service"));
  CO_TRY(const auto slot, parse_slot(call.parameter("slot")));
  co_return co_await answer_command(parts.backend, call,
                                    orchestrator::as_command(orchestrator::RemoveGeneration{
                                        id, slot, "removed by hand", parts.backend.clock.now()}));
}

/// The slot asked for, or the current one.
Result<std::uint8_t> chosen_slot(const projections::Views& views, const events::Scope& scope, ServiceId id,
                                 std::optional<std::uint8_t> wanted) {
  TRY(const auto seen, views.services().detail(scope, id));
  for (const auto& generation : seen.value.generations)
    if (wanted ? generation.slot == *wanted : generation.current) return generation.slot;
  return fail(api_errc::no_certificate);
}

struct Texts {
  std::uint8_t slot = 1;
  projections::ServicePem pem = {};
};

Result<Texts> texts_of(const projections::Views& views, const events::Scope& scope, ServiceId id,
                       std::optional<std::uint8_t> wanted) {
  TRY(const auto slot, chosen_slot(views, scope, id, wanted));
  TRY(auto seen, views.services().pem(scope, id, slot));
  return Texts{slot, std::move(seen.value)};
}

std::string public_text(Export what, const projections::ServicePem& pem) {
  std::string text;
  if (what != Export::chain) text += pem.leaf_pem;
  if (what != Export::leaf)
    for (const auto& each : pem.chain_pem) text += each;
  return text;
}

/// The private key of a slot, after it was recorded that it leaves.
Task<Result<Secret>> key_leaving(Backend& backend, const Call& call, ServiceId id, std::uint8_t slot) {
  const auto key =
      co_await ask_world(backend, call.caller.scope, [id, slot](const orchestrator::World& world) {
        const auto* service = world.service(id);
        const auto* held = service == nullptr ? nullptr : find_slot(*service, slot);
        return held == nullptr ? std::optional<KeyRef>{} : held->key;
      });
  if (!key) co_return fail(api_errc::no_private_key);
  CO_TRY(auto secret, co_await backend.vault.get(*key));
  CO_TRY_DO(
      co_await execute(backend, call, orchestrator::as_command(orchestrator::RecordKeyExport{id, slot})));
  co_return secret;
}

Result<> check_passphrase(const ExportBody& body) {
  const bool long_enough = body.passphrase && body.passphrase->reveal().size() >= min_passphrase_bytes;
  if (body.what != Export::pkcs12 || long_enough) return {};
  return fail(api_errc::weak_passphrase, {}, "passphrase");
}

Task<Result<ServerResponse>> export_pkcs12(Backend& backend, Texts texts, Secret key, Secret passphrase) {
  CO_TRY(auto bytes, co_await offload(backend.cpu, [texts = std::move(texts), key = std::move(key),
                                                    passphrase = std::move(passphrase)] {
           return pki::to_pkcs12(texts.pem.leaf_pem, texts.pem.chain_pem, key, passphrase, texts.pem.serial);
         }));
  co_return text_answer(pkcs12_mime, std::move(bytes));
}

Task<Result<ServerResponse>> export_parts(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<ServiceId>(call, "service"));
  CO_TRY(auto body, body_of<ExportBody>(call));
  CO_TRY_DO(check_passphrase(body));
  CO_TRY(auto texts, co_await ask_views(parts.backend, [scope = call.caller.scope, id,
                                                        slot = body.slot](const projections::Views& views) {
           return texts_of(views, scope, id, slot);
         }));
  if (body.what != Export::key && body.what != Export::pkcs12)
    co_return text_answer(pem_mime, public_text(body.what, texts.pem));
  CO_TRY(auto key, co_await key_leaving(parts.backend, call, id, texts.slot));
  if (body.what == Export::key) co_return text_answer(pem_mime, key.reveal());
  co_return co_await export_pkcs12(parts.backend, std::move(texts), std::move(key),
                                   *std::move(body.passphrase));
}

Task<Result<ServerResponse>> export_public(RouteParts parts, const Call& call) {
  const Query query(call);
  CO_TRY(const auto id, path_id<ServiceId>(call, "service"));
  CO_TRY(const auto number, query.number(of_generation));
  const auto slot = number == 0 ? std::nullopt : std::optional(static_cast<std::uint8_t>(number));
  std::optional<Export> what;
  for (const auto each : {Export::leaf, Export::chain, Export::fullchain})
    if (events::word_of(each) == call.parameter("part")) what = each;
  if (!what) co_return fail(api_errc::not_found, "leaf, chain or fullchain");
  CO_TRY(const auto texts, co_await parts.replays.ask(
                               call, [scope = call.caller.scope, id, slot](const projections::Views& views) {
                                 return texts_of(views, scope, id, slot);
                               }));
  co_return text_answer(pem_mime, public_text(*what, texts.pem));
}

}  // namespace

std::vector<Route> certificate_routes(RouteParts parts) {
  using namespace common;
  return {
      get("/api/v1/services/{service}/csr", Need::viewer, with(parts, show_csr),
          "The CSR that waits for the next order")
          .takes({at})
          .gives(pem_mime),
      post("/api/v1/services/{service}/csr", Need::admin, with(parts, import_csr),
           "Import a CSR; its key stays elsewhere")
          .reads<CsrBody>()
          .runs(),
      post("/api/v1/services/{service}/certificate", Need::admin, with(parts, import_certificate),
           "Import a certificate")
          .reads<CertificateBody>()
          .runs(201),
      put("/api/v1/services/{service}/generation", Need::admin, with(parts, select_generation),
          "Select the current generation")
          .reads<GenerationBody>()
          .replaces()
          .runs(),
      erase("/api/v1/services/{service}/generations/{slot}", Need::admin, with(parts, remove_generation),
            "Remove a generation that no node serves or may be rolled back to")
          .names({of_generation})
          .matches()
          .runs(),
      post("/api/v1/services/{service}/export", Need::admin, with(parts, export_parts),
           "Export leaf, chain, fullchain, key (PEM) or PKCS#12; a key export is recorded")
          .reads<ExportBody>()
          .gives(pem_mime)
          .gives(pkcs12_mime)
          .once()
          .proved(),
      get("/api/v1/services/{service}/export/{part}", Need::viewer, with(parts, export_public),
          "The public parts in PEM: leaf, chain or fullchain")
          .names({parameter<PublicPart>("part")})
          .takes({of_generation, at})
          .gives(pem_mime),
  };
}

}  // namespace kigen::api
