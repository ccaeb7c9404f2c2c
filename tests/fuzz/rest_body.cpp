// JSON bodies of requests to the API: each is read as every kind of body.
#include "api/routes/certificate_bodies.hpp"
#include "api/routes/name_body.hpp"
#include "api/routes/run_bodies.hpp"
#include "api/routes/session_bodies.hpp"
#include "api/server/sent_secrets.hpp"
#include "events/access_events.hpp"
#include "events/ca_account_events.hpp"
#include "events/codec/json_out.hpp"
#include "events/codec/secrets_in.hpp"
#include "events/company_events.hpp"
#include "events/node_events.hpp"
#include "events/service_events.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/fuzz/problem.hpp"

namespace kigen::fuzz {
namespace {

using namespace api;

template <class Body>
std::optional<Body> read(std::string_view input) {
  auto body = read_body<Body>(input);
  if (body) return *std::move(body);
  expect_tellable(body.error());
  return std::nullopt;
}

/// For bodies that are written as they are read: those without secrets.
template <class Body>
void read_and_write(std::string_view input) {
  const auto body = read<Body>(input);
  if (!body) return;
  const auto json = events::to_json(*body);
  const auto again = read_body<Body>(json);
  ensure(again && events::to_json(*again) == json, "a body is written as it was read");
}

template <events::Declared S>
void read_with_secrets(std::string_view input) {
  const auto sent = read_body_with_secrets<S>(input);
  if (!sent) return expect_tellable(sent.error());
  auto refers_to_none = [](SecretRef) { ensure(false, "a request names no secret of the vault"); };
  events::for_each_secret(sent->settings, refers_to_none);
}

}  // namespace

void try_input(std::string_view input) {
  read_with_secrets<events::AccessSettings>(input);
  read_with_secrets<events::CaAccountSettings>(input);
  read<BootstrapBody>(input);
  read<CertificateBody>(input);
  read<ExportBody>(input);
  read<LoginBody>(input);
  read<NewPasswordBody>(input);
  read<NewUserBody>(input);
  read<OwnPasswordBody>(input);
  read_and_write<ApplyBody>(input);
  read_and_write<CsrBody>(input);
  read_and_write<GenerationBody>(input);
  read_and_write<NameBody>(input);
  read_and_write<NewTokenBody>(input);
  read_and_write<OrderBody>(input);
  read_and_write<ReasonBody>(input);
  read_and_write<UserEditBody>(input);
  read_and_write<events::GeneralSettings>(input);
  read_and_write<events::NodeSettings>(input);
  read_and_write<events::ServiceSettings>(input);
}

}  // namespace kigen::fuzz
