#include "tools/kigen/client/verb.hpp"

namespace kigen::tools {
namespace {

const std::vector<Option> service_options{
    {"--name", "name", Take::text, false, "display name, unique"},
    {"--common-name", "commonName", Take::text, false, "FQDN, at most 64 bytes"},
    {"--san", "sans", Take::list, false, "one more FQDN (repeatable)"},
    {"--key", "key.algorithm", Take::text, false, "rsa-2048, rsa-3072, rsa-4096, ecdsa-p256 or ecdsa-p384"},
    {"--country", "subject.country", Take::text, false, "two capital letters"},
    {"--state", "subject.state", Take::text, false, ""},
    {"--locality", "subject.locality", Take::text, false, ""},
    {"--organization", "subject.organization", Take::text, false, ""},
    {"--unit", "subject.unit", Take::text, false, "public OV/EV certificates may no longer carry one"},
    {"--email", "subject.email", Take::text, false, ""},
    {"--separate-chain", "separateChain", Take::flag, false, "intermediates come in a file of their own"},
    {"--ca", "caAccount", Take::id_ca_account, false, "CA account, by name or id"},
    {"--renewal", "renewal.rule", Take::text, false, "never, fraction-of-life or days-before-expiry"},
    {"--renew-at-percent", "renewal.percentOfLife", Take::number, false, "10–95, for fraction-of-life"},
    {"--renew-days-before", "renewal.daysBefore", Take::number, false, "1–365, for days-before-expiry"},
};

const std::vector<Option> node_options{
    {"--name", "name", Take::text, false, "display name"},
    {"--site", "site", Take::id_site, false, "site, by name or id"},
    {"--kind", "kind", Take::text, false, "apache"},
    {"--access", "access", Take::id_access, false, "access, by name or id"},
    {"--certificate-file", "apache.certificateFile", Take::text, false, "absolute path on the host"},
    {"--chain-file", "apache.chainFile", Take::text, false, "Apache 2.4.7 and older: intermediates"},
    {"--key-file", "apache.keyFile", Take::text, false, "absolute path on the host"},
    {"--work-folder", "apache.workFolder", Take::text, false, "keeps the two generations and backups"},
    {"--control-program", "apache.controlProgram", Take::text, false, "default apachectl"},
    {"--config-file", "apache.configFile", Take::text, false, "for -f; default the program's own"},
    {"--check", "check.method", Take::text, false, "none, url or address"},
    {"--check-fqdn", "check.fqdn", Take::text, false, "name to ask for (SNI)"},
    {"--check-address", "check.address", Take::text, false, "where to connect, for address"},
    {"--check-port", "check.port", Take::number, false, "default 443"},
};

const std::vector<Option> access_options{
    {"--name", "name", Take::text, false, "unique"},
    {"--host", "host", Take::text, false, "IPv4, IPv6 or name"},
    {"--port", "port", Take::number, false, "default 22"},
    {"--login", "loginId", Take::text, false, "login id"},
    {"--password-file", "loginPassword", Take::secret, false, "file with the login password, - for standard input"},
    {"--key-file", "sshPrivateKey", Take::secret, false, "file with an Ed25519 or ECDSA private key"},
    {"--elevation", "elevation", Take::text, false, "none, su or sudo"},
    {"--execution-id", "executionId", Take::text, false, "who commands run as, e.g. root"},
    {"--execution-password-file", "executionPassword", Take::secret, false, "file with the execution password"},
    {"--host-key-policy", "hostKeyPolicy", Take::text, false, "confirm or trust-on-first-use"},
};

const std::vector<Option> ca_options{
    {"--name", "name", Take::text, false, "unique"},
    {"--directory", "directoryUrl", Take::text, false, "ACME directory URL"},
    {"--contact", "contact", Take::text, false, "mail address"},
    {"--trust-file", "trustPem", Take::file, false, "PEM roots to trust for the CA's own HTTPS"},
    {"--challenge", "challenge", Take::text, false, "http-01 or dns-01"},
    {"--dns-hook", "dnsHook", Take::text, false, "program for dns-01: HOOK add|remove NAME VALUE"},
    {"--eab-kid", "externalKeyId", Take::text, false, "external account binding: key id"},
    {"--eab-key-file", "externalKey", Take::secret, false, "file with its MAC key, base64url"},
};

const std::vector<Option> page{
    {"--limit", "?limit", Take::number, false, "rows at most"},
    {"--cursor", "?cursor", Take::text, false, "where the page before ended"},
};

std::vector<Option> with_page(std::vector<Option> options) {
  options.insert(options.end(), page.begin(), page.end());
  return options;
}

const std::vector<Verb>& table() {
  static const std::vector<Verb> all{
      {"site", "list", "sites", "GET", "/api/v1/sites", {}, Show::table, {"id", "name"}},
      {"site", "create", "add a site", "POST", "/api/v1/sites", {{"--name", "name", Take::text, true, ""}}, Show::receipt},
      {"site", "remove", "remove a site no node uses", "DELETE", "/api/v1/sites/{site}", {}, Show::receipt},

      {"access", "list", "connection data of hosts", "GET", "/api/v1/accesses", {}, Show::table,
       {"id", "name", "host", "port", "loginId", "elevation"}},
      {"access", "show", "one access, without its secrets", "GET", "/api/v1/accesses/{access}"},
      {"access", "create", "add an access", "POST", "/api/v1/accesses", access_options, Show::receipt},
      {"access", "edit", "change the given fields", "PUT", "/api/v1/accesses/{access}", access_options, Show::receipt,
       {}, true},
      {"access", "delete", "delete an access no node uses", "DELETE", "/api/v1/accesses/{access}", {}, Show::receipt},
      {"access", "scan", "read the host's key without logging in", "POST", "/api/v1/accesses/{access}/scan", {},
       Show::receipt},
      {"access", "confirm", "trust the host key with this fingerprint", "POST",
       "/api/v1/accesses/{access}/host-key",
       {{"--fingerprint", "fingerprint", Take::text, true, "SHA256:… as access show prints it"}}, Show::receipt},

      {"ca", "list", "CA accounts", "GET", "/api/v1/ca-accounts", {}, Show::table,
       {"id", "name", "kind", "directoryUrl", "registered"}},
      {"ca", "show", "one CA account, without its secrets", "GET", "/api/v1/ca-accounts/{account}"},
      {"ca", "create", "add a CA account", "POST", "/api/v1/ca-accounts", ca_options, Show::receipt},
      {"ca", "edit", "change the given fields", "PUT", "/api/v1/ca-accounts/{account}", ca_options, Show::receipt, {}, true},
      {"ca", "delete", "delete a CA account nothing uses", "DELETE", "/api/v1/ca-accounts/{account}", {}, Show::receipt},

      {"service", "list", "services", "GET", "/api/v1/services",
       with_page({{"--search", "?q", Take::text, false, "part of a name"},
                  {"--level", "?level", Take::text, false, "ok, warning or error"},
                  {"--sort", "?sort", Take::text, false, "name, commonName or notAfter"}}),
       Show::table, {"id", "name", "commonName", "notAfter", "currentSerial", "nodesServed", "nodes", "level"}},
      {"service", "show", "one service with generations and nodes", "GET", "/api/v1/services/{service}"},
      {"service", "create", "add a service", "POST", "/api/v1/services", service_options, Show::receipt},
      {"service", "edit", "change the given fields", "PUT", "/api/v1/services/{service}", service_options,
       Show::receipt, {}, true},
      {"service", "delete", "delete a service with its nodes", "DELETE", "/api/v1/services/{service}", {},
       Show::receipt},
      {"service", "enable", "take part again", "POST", "/api/v1/services/{service}/enable", {}, Show::receipt},
      {"service", "disable", "no orders, applies or expiry checks", "POST", "/api/v1/services/{service}/disable", {},
       Show::receipt},
      {"service", "make-key", "make a key and CSR now", "POST", "/api/v1/services/{service}/key", {}, Show::receipt},
      {"service", "import", "import a certificate", "POST", "/api/v1/services/{service}/certificate",
       {{"--certificate", "certificate", Take::file, true, "PEM file"},
        {"--chain", "chain", Take::file, false, "PEM file with the intermediates"},
        {"--key", "key", Take::secret, false, "PEM file with the private key"}},
       Show::receipt},
      {"service", "import-csr", "import a CSR", "POST", "/api/v1/services/{service}/csr",
       {{"--csr", "csr", Take::file, true, "PEM file"}}, Show::receipt},
      {"service", "export", "the certificate as PEM: leaf, chain or fullchain", "GET",
       "/api/v1/services/{service}/export/{part}", {{"--slot", "?slot", Take::number, false, "default the current one"}},
       Show::text},
      {"service", "export-key", "the private key; who did so stays in the log", "POST",
       "/api/v1/services/{service}/export",
       {{"what", "what", Take::text, true, "key (PEM) or pkcs12"},
        {"--slot", "slot", Take::number, false, "default the current one"},
        {"--passphrase-file", "passphrase", Take::secret, false, "for pkcs12"}},
       Show::text},
      {"service", "apply", "install on all enabled nodes", "POST", "/api/v1/services/{service}/applies",
       {{"--at", "scheduledFor", Take::text, false, "UTC time; default now"}}, Show::watch_applies},
      {"service", "log", "the service's log", "GET", "/api/v1/services/{service}/log",
       {{"--format", "?format", Take::text, false, "text, jsonl or csv"},
        {"--lang", "?lang", Take::text, false, "en or ja"}},
       Show::text},

      {"node", "list", "nodes of a service", "GET", "/api/v1/services/{service}/nodes", {}, Show::table,
       {"id", "name", "enabled", "installedSerial", "servedSerial", "verdict"}},
      {"node", "show", "one node", "GET", "/api/v1/nodes/{node}"},
      {"node", "create", "add a node to a service", "POST", "/api/v1/services/{service}/nodes", node_options,
       Show::receipt},
      {"node", "edit", "change the given fields", "PUT", "/api/v1/nodes/{node}", node_options, Show::receipt, {}, true},
      {"node", "delete", "delete a node", "DELETE", "/api/v1/nodes/{node}", {}, Show::receipt},
      {"node", "enable", "take part again", "POST", "/api/v1/nodes/{node}/enable", {}, Show::receipt},
      {"node", "disable", "no scheduled apply, no check", "POST", "/api/v1/nodes/{node}/disable", {}, Show::receipt},
      {"node", "check", "look at what it serves", "POST", "/api/v1/nodes/{node}/check", {}, Show::receipt},

      {"order", "start", "order a certificate for a service", "POST", "/api/v1/services/{service}/orders",
       {{"--at", "scheduledFor", Take::text, false, "UTC time; default now"},
        {"--apply", "apply", Take::flag, false, "install on all enabled nodes once issued"}},
       Show::watch_order},
      {"order", "list", "orders of a service", "GET", "/api/v1/services/{service}/orders", {}, Show::table,
       {"id", "stage", "status", "requestedAt"}},
      {"order", "show", "one order", "GET", "/api/v1/orders/{order}"},
      {"order", "watch", "follow an order until it ends", "GET", "/api/v1/orders/{order}", {}, Show::watch_order},
      {"order", "cancel", "cancel before the CA has it", "POST", "/api/v1/orders/{order}/cancel", {}, Show::receipt},

      {"apply", "start", "install on one node", "POST", "/api/v1/nodes/{node}/applies",
       {{"--at", "scheduledFor", Take::text, false, "UTC time; default now"},
        {"--slot", "slot", Take::number, false, "generation 1 or 2; default the current one"}},
       Show::watch_apply},
      {"apply", "list", "applies of a service", "GET", "/api/v1/services/{service}/applies", {}, Show::table,
       {"id", "nodeName", "stage", "serial", "requestedAt"}},
      {"apply", "show", "one apply with its steps", "GET", "/api/v1/applies/{apply}"},
      {"apply", "watch", "follow an apply until it ends", "GET", "/api/v1/applies/{apply}", {}, Show::watch_apply},
      {"apply", "events", "everything on record about one apply", "GET",
       "/api/v1/events?stream=apply-{apply}&limit=1000", {}, Show::table, {"position", "time", "type"}},
      {"apply", "cancel", "cancel before it starts, or give up a stuck one", "POST", "/api/v1/applies/{apply}/cancel",
       {}, Show::receipt},

      {"job", "list", "jobs", "GET", "/api/v1/jobs",
       with_page({{"--state", "?state", Take::text, false, "waiting, running, parked or finished"}}), Show::table,
       {"id", "kind", "state", "attempt", "due", "error"}},
      {"job", "show", "one job with its attempts", "GET", "/api/v1/jobs/{job}"},
      {"job", "retry", "run a parked or waiting job now", "POST", "/api/v1/jobs/{job}/retry", {}, Show::receipt},
      {"job", "cancel", "drop a waiting or parked job", "POST", "/api/v1/jobs/{job}/cancel", {}, Show::receipt},

      {"log", "show", "the overall log", "GET", "/api/v1/log",
       with_page({{"--format", "?format", Take::text, false, "text, jsonl or csv"},
                  {"--severity", "?severity", Take::text, false, "info, warning or error"},
                  {"--search", "?q", Take::text, false, ""},
                  {"--lang", "?lang", Take::text, false, "en or ja"}}),
       Show::text},
      {"log", "checkpoint", "the newest signed checkpoint", "GET", "/api/v1/log/checkpoint", {}, Show::text},

      {"dashboard", "show", "what needs attention", "GET", "/api/v1/dashboard"},
      {"state", "show", "version and state of every part", "GET", "/api/v1/state"},

      {"user", "list", "users", "GET", "/api/v1/users", {}, Show::table, {"id", "mail", "role", "passwordSet"}},
      {"user", "create", "add a user", "POST", "/api/v1/users",
       {{"--mail", "mail", Take::text, true, "mail address"},
        {"--role", "role", Take::text, false, "admin or viewer"},
        {"--contact", "contact", Take::text, false, ""},
        {"--password-file", "password", Take::secret, false, "first password"}},
       Show::receipt},
      {"user", "delete", "delete a user", "DELETE", "/api/v1/users/{user}", {}, Show::receipt},
      {"token", "list", "API tokens", "GET", "/api/v1/tokens", {}, Show::table, {"id", "name", "role", "expires"}},
      {"token", "create", "make an API token; it is shown once", "POST", "/api/v1/tokens",
       {{"--name", "name", Take::text, true, ""},
        {"--role", "role", Take::text, false, "admin or viewer"},
        {"--expires", "expires", Take::text, false, "UTC time; default never"}}},
      {"token", "revoke", "revoke an API token", "DELETE", "/api/v1/tokens/{token}", {}, Show::receipt},
  };
  return all;
}

}  // namespace

std::span<const Verb> verbs() { return table(); }

}  // namespace kigen::tools
