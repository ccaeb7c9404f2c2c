#pragma once

#include <boost/asio/any_io_executor.hpp>

#include "orchestrator/ports/key_maker.hpp"

namespace kigen::orchestrator::pki {

/// Makes keys on the executor it is given: a pool of one, so that RSA never keeps a loop waiting.
class PoolKeyMaker final : public KeyMaker {
 public:
  explicit PoolKeyMaker(asio::any_io_executor pool) : pool_(std::move(pool)) {}
  Task<Result<KeyAndCsr>> make(CsrRequest request) override;
  Task<Result<std::string>> sign_csr(Secret key_pem, CsrRequest request) override;

 private:
  asio::any_io_executor pool_;
};

}  // namespace kigen::orchestrator::pki
