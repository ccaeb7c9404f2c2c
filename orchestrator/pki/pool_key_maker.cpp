#include "orchestrator/pki/pool_key_maker.hpp"

#include "events/core/offload.hpp"
#include "orchestrator/pki/make.hpp"

namespace kigen::orchestrator::pki {

Task<Result<KeyAndCsr>> PoolKeyMaker::make(CsrRequest request) {
  co_return co_await offload(pool_, [request = std::move(request)] { return make_key_and_csr(request); });
}

Task<Result<std::string>> PoolKeyMaker::sign_csr(Secret key_pem, CsrRequest request) {
  co_return co_await offload(pool_, [key_pem = std::move(key_pem), request = std::move(request)] {
    return pki::sign_csr(key_pem, request);
  });
}

}  // namespace kigen::orchestrator::pki
