#include <algorithm>
#include <iterator>
#include <string>

#include "api/kept_paths.hpp"
#include "events/aggregates.hpp"
#include "events/kept_called.hpp"
#include "tools/kigen/client/verb.hpp"

namespace kigen::tools {
namespace {

constexpr std::string_view change_given = "change the given fields";

/// Those that every kept thing has. The first lists them, which says what the noun is for.
template <class S>
void add_kept(std::vector<Verb>& all) {
  using namespace events;
  static const auto& called = kept_called<S>();
  static const auto show_one = "one " + called.one;
  static const auto add_one = "add " + called.an_one;
  static const auto delete_one = "delete " + called.an_one + " that nothing uses";
  constexpr auto noun = kept_noun<S>;
  constexpr auto many = api::path_of_all<S>;
  constexpr auto one = api::path_of_one<S>;
  all.insert(all.end(), {{noun, "list", called.all, "GET", many, Show::table},
                         {noun, "show", show_one, "GET", one},
                         {noun, "create", add_one, "POST", many, Show::receipt},
                         {noun, "edit", change_given, "PUT", one, Show::receipt, {}, Basis::what_is_there},
                         {noun, "delete", delete_one, "DELETE", one, Show::receipt}});
}

/// All others.
std::vector<Verb> own_verbs() {
  return {
      {"company", "show", "the installation's owner", "GET", "/api/v1/company"},
      {"company",
       "rename",
       "name the installation's owner",
       "PUT",
       "/api/v1/company",
       Show::receipt,
       {},
       Basis::anything},

      {"settings", "show", "proxy and timers", "GET", "/api/v1/settings"},
      {"settings", "edit", change_given, "PUT", "/api/v1/settings", Show::receipt, {}, Basis::what_is_there},

      {"access", "scan", "read the host's key without logging in", "POST", "/api/v1/accesses/{access}/scan",
       Show::receipt},
      {"access", "confirm", "trust the host key with this fingerprint", "POST",
       "/api/v1/accesses/{access}/host-key", Show::receipt},

      {"service",
       "list",
       "services",
       "GET",
       "/api/v1/services",
       Show::table,
       {"id", "name", "commonName", "notAfter", "currentSerial", "nodesServed", "nodes", "severity"}},
      {"service", "show", "one service with generations and nodes", "GET", "/api/v1/services/{service}"},
      {"service", "create", "add a service", "POST", "/api/v1/services", Show::receipt},
      {"service",
       "edit",
       change_given,
       "PUT",
       "/api/v1/services/{service}",
       Show::receipt,
       {},
       Basis::what_is_there},
      {"service", "delete", "delete a service with its nodes", "DELETE", "/api/v1/services/{service}",
       Show::receipt},
      {"service", "enable", "take part again", "POST", "/api/v1/services/{service}/enable", Show::receipt},
      {"service", "disable", "no orders, applies or expiry checks", "POST",
       "/api/v1/services/{service}/disable", Show::receipt},
      {"service", "make-key", "make a key and CSR now", "POST", "/api/v1/services/{service}/key",
       Show::receipt},
      {"service", "import", "import a certificate", "POST", "/api/v1/services/{service}/certificate",
       Show::receipt},
      {"service",
       "select",
       "choose the generation that exports and applies use",
       "PUT",
       "/api/v1/services/{service}/generation",
       Show::receipt,
       {},
       Basis::anything},
      {"service", "remove-generation", "remove a certificate", "DELETE",
       "/api/v1/services/{service}/generations/{slot}", Show::receipt},
      {"service", "csr", "the CSR that waits for the next order, as PEM", "GET",
       "/api/v1/services/{service}/csr", Show::text},
      {"service", "import-csr", "import a CSR", "POST", "/api/v1/services/{service}/csr", Show::receipt},
      {"service", "export", "the certificate as PEM: leaf, chain or fullchain", "GET",
       "/api/v1/services/{service}/export/{part}", Show::text},
      {"service", "export-key", "the private key; who did so stays in the log", "POST",
       "/api/v1/services/{service}/export", Show::text},
      {"service", "apply", "install on all enabled nodes", "POST", "/api/v1/services/{service}/applies",
       Show::watch_applies},
      {"service", "log", "the service's log", "GET", "/api/v1/services/{service}/log", Show::log},

      {"node",
       "list",
       "nodes of a service",
       "GET",
       "/api/v1/services/{service}/nodes",
       Show::table,
       {"id", "name", "enabled", "installedSerial", "servedSerial", "verdict", "severity"}},
      {"node", "show", "one node", "GET", "/api/v1/nodes/{node}"},
      {"node", "create", "add a node to a service", "POST", "/api/v1/services/{service}/nodes",
       Show::receipt},
      {"node", "edit", change_given, "PUT", "/api/v1/nodes/{node}", Show::receipt, {}, Basis::what_is_there},
      {"node", "delete", "delete a node", "DELETE", "/api/v1/nodes/{node}", Show::receipt},
      {"node", "enable", "take part again", "POST", "/api/v1/nodes/{node}/enable", Show::receipt},
      {"node", "disable", "no scheduled apply, no check", "POST", "/api/v1/nodes/{node}/disable",
       Show::receipt},
      {"node", "check", "look at what it serves", "POST", "/api/v1/nodes/{node}/check", Show::receipt},

      {"order", "start", "order a certificate for a service", "POST", "/api/v1/services/{service}/orders",
       Show::watch_order},
      {"order",
       "list",
       "orders of a service",
       "GET",
       "/api/v1/services/{service}/orders",
       Show::table,
       {"id", "stage", "status", "severity", "requestedAt"}},
      {"order", "show", "one order", "GET", "/api/v1/orders/{order}"},
      {"order", "watch", "follow an order, and the applies it began, to the end", "GET",
       "/api/v1/orders/{order}", Show::watch_order},
      {"order", "cancel", "cancel it, also when the CA has it", "POST", "/api/v1/orders/{order}/cancel",
       Show::receipt},

      {"apply", "start", "install on one node", "POST", "/api/v1/nodes/{node}/applies", Show::watch_apply},
      {"apply",
       "list",
       "applies of a service",
       "GET",
       "/api/v1/services/{service}/applies",
       Show::table,
       {"id", "nodeName", "stage", "severity", "serial", "requestedAt"}},
      {"apply", "show", "one apply with its steps", "GET", "/api/v1/applies/{apply}"},
      {"apply", "watch", "follow an apply until it ends", "GET", "/api/v1/applies/{apply}",
       Show::watch_apply},
      {"apply",
       "events",
       "everything on record about one apply",
       "GET",
       "/api/v1/events?stream=apply-{apply}&limit=1000",
       Show::table,
       {"position", "time", "type"}},
      {"apply", "cancel", "cancel before it starts, or give up a stuck one", "POST",
       "/api/v1/applies/{apply}/cancel", Show::receipt},
      {"apply", "retry", "put back what a stuck one could not, after you have seen to the host", "POST",
       "/api/v1/applies/{apply}/retry", Show::receipt},

      {"job",
       "list",
       "jobs",
       "GET",
       "/api/v1/jobs",
       Show::table,
       {"id", "kind", "state", "attempt", "due", "error"}},
      {"job", "show", "one job with its attempts", "GET", "/api/v1/jobs/{job}"},
      {"job", "retry", "run a parked or waiting job now", "POST", "/api/v1/jobs/{job}/retry", Show::receipt},
      {"job", "cancel", "drop a waiting or parked job", "POST", "/api/v1/jobs/{job}/cancel", Show::receipt},

      {"log", "show", "the overall log", "GET", "/api/v1/log", Show::log},
      {"log", "key", "the key that checkpoints are verified with", "GET", "/api/v1/log/key", Show::text},
      {"log", "checkpoint", "the newest signed checkpoint", "GET", "/api/v1/log/checkpoint", Show::text},

      {"dashboard", "show", "what needs attention", "GET", "/api/v1/dashboard"},

      {"state", "show", "version and state of every part", "GET", "/api/v1/state"},

      {"user", "list", "users", "GET", "/api/v1/users", Show::table, {"id", "mail", "role", "passwordSet"}},
      {"user", "create", "add a user", "POST", "/api/v1/users", Show::receipt},
      {"user", "show", "one user with their API tokens", "GET", "/api/v1/users/{user}"},
      {"user", "edit", change_given, "PUT", "/api/v1/users/{user}", Show::receipt, {}, Basis::what_is_there},
      {"user", "set-groups", "say which groups a user is in: all of them", "PUT",
       "/api/v1/users/{user}/groups", Show::receipt},
      {"user", "set-password", "set another user's password; ends their sessions and API tokens", "PUT",
       "/api/v1/users/{user}/password", Show::receipt},
      {"user", "clear-password", "take another user's password away; ends their sessions and API tokens",
       "DELETE", "/api/v1/users/{user}/password", Show::receipt},
      {"user", "delete", "delete a user", "DELETE", "/api/v1/users/{user}", Show::receipt},

      {"session",
       "list",
       "your browser sessions",
       "GET",
       "/api/v1/sessions",
       Show::table,
       {"id", "browser", "address", "opened", "lastUsed"}},
      {"session", "end", "end one of your browser sessions", "DELETE", "/api/v1/sessions/{session}",
       Show::text},

      {"token",
       "list",
       "API tokens",
       "GET",
       "/api/v1/tokens",
       Show::table,
       {"id", "mail", "name", "role", "expires"}},
      {"token", "create", "make an API token; it is shown once", "POST", "/api/v1/tokens"},
      {"token", "revoke", "revoke an API token", "DELETE", "/api/v1/tokens/{token}", Show::receipt},
  };
}

std::vector<Verb> all_verbs() {
  std::vector<Verb> all;
  events::KeptThings::for_each([&]<class S>() { add_kept<S>(all); });
  std::ranges::move(own_verbs(), std::back_inserter(all));
  return all;
}

}  // namespace

std::span<const Verb> verbs() {
  static const auto all = all_verbs();
  return all;
}

}  // namespace kigen::tools
