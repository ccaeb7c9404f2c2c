#pragma once

#include <map>
#include <string>

#include "workers/ca/acme/transport.hpp"

namespace kigen::workers::ca::acme {

/// Accounts with ACME servers (RFC 8555 §7.3), and requests in their name. One loop.
class Accounts {
 public:
  explicit Accounts(Transport& transport) : transport_(transport) {}

  /// Asks for the account of this key, made when there is none: terms agreed, contact, external account if
  /// one is given. Returns its URL.
  Task<Result<std::string>> ensure(const AcmeAccount& ca, const AccountKey& key, Instant deadline);

  /// A request signed by the account. A CA that has lost the account gets it again, once, with the same key;
  /// its new URL is remembered here and need not be stored, as the next process finds it the same way.
  Task<Result<Reply>> ask(const AcmeAccount& ca, const AccountKey& key, std::string url, std::string payload,
                          Instant deadline);
  /// The same; any problem the CA has with the request is an error.
  Task<Result<Reply>> post(const AcmeAccount& ca, const AccountKey& key, std::string url, std::string payload,
                           Instant deadline);

 private:
  Task<Result<std::string>> account_url(const AcmeAccount& ca, const AccountKey& key, Instant deadline);

  Transport& transport_;
  std::map<std::string, std::string>
      urls_;  // by directory URL and key thumbprint; newer than the credentials'
};

}  // namespace kigen::workers::ca::acme
