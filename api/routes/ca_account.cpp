#include "api/routes/kept_secrets.hpp"
#include "events/core/offload.hpp"
#include "orchestrator/bound_secrets.hpp"
#include "orchestrator/pki/make.hpp"

namespace kigen::api {
namespace {

/// An account key of our own when there is none yet for that place.
Task<Result<>> complete(Backend& backend, NewSecrets& secrets, events::AcmeCa& acme,
                        const events::AcmeCa* stored) {
  const bool is_elsewhere =
      stored != nullptr && orchestrator::is_elsewhere(&events::AcmeCa::account_key, *stored, acme);
  if (acme.account_key && !is_elsewhere) co_return Result<>{};
  CO_TRY(auto key, co_await offload(backend.cpu, orchestrator::pki::make_account_key));
  CO_TRY(acme.account_key, co_await secrets.put(std::move(key)));
  co_return Result<>{};
}

}  // namespace

Task<Result<events::CaAccountSettings>> settings_of(Backend& backend, NewSecrets& secrets,
                                                    Sent<events::CaAccountSettings> sent,
                                                    const events::CaAccountSettings* stored) {
  CO_TRY(auto settings, co_await settle(secrets, std::move(sent), stored));
  CO_TRY_DO(co_await settings.ca.visit([&]<class K>(K& ca) {
    return complete(backend, secrets, ca, stored == nullptr ? nullptr : stored->ca.template get_if<K>());
  }));
  co_return settings;
}

}  // namespace kigen::api
