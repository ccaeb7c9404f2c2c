#include "tools/kigen/client/options.hpp"

namespace kigen::tools {

const std::vector<Option>& service_options() {
  static const std::vector<Option> all{
      {"--name", "name", Take::text, false, "display name, unique"},
      {"--common-name", "commonName", Take::text, false, "FQDN, at most 64 bytes"},
      {"--san", "sans", Take::list, false, "one more FQDN (repeatable)"},
      {"--key", "key.algorithm", Take::text, false,
       "rsa-2048, rsa-3072, rsa-4096, ecdsa-p256 or ecdsa-p384; default ecdsa-p256"},
      {"--new-key-each-order", "key.newKeyEachOrder", Take::yes_no, false, "yes or no; default yes"},
      {"--country", "subject.country", Take::text, false, "two capital letters"},
      {"--state", "subject.state", Take::text, false, "state or prefecture, at most 128 bytes"},
      {"--locality", "subject.locality", Take::text, false, "ASCII, at most 128 bytes"},
      {"--organization", "subject.organization", Take::text, false, "ASCII, at most 64 bytes"},
      {"--unit", "subject.unit", Take::text, false, "public OV/EV certificates may no longer carry one"},
      {"--email", "subject.email", Take::text, false, "mail address, ASCII, at most 128 bytes"},
      {"--separate-chain", "separateChain", Take::flag, false, "intermediates come in a file of their own"},
      {"--slots", "slots", Take::number, false, "2–10: how many certificates are kept; default 2"},
      {"--ca", "caAccount", Take::id_ca_account, false, "CA account, by name or id"},
      {"--renewal", "renewal.rule", Take::text, false,
       "never, fraction-of-life or days-before-expiry; default fraction-of-life"},
      {"--renew-at-percent", "renewal.percentOfLife", Take::number, false,
       "10–95, for fraction-of-life; default 67"},
      {"--renew-days-before", "renewal.daysBefore", Take::number, false,
       "1–365, for days-before-expiry; default 30"},
      {"--apply-automatically", "renewal.applyAutomatically", Take::yes_no, false,
       "yes or no: install a renewed certificate on all enabled nodes; default yes"},
  };
  return all;
}

const std::vector<Option>& node_options() {
  static const std::vector<Option> all{
      {"--name", "name", Take::text, false, "display name"},
      {"--site", "site", Take::id_site, false, "site, by name or id"},
      {"--kind", "kind", Take::text, false, "apache, the default"},
      {"--access", "access", Take::id_access, false, "access, by name or id"},
      {"--certificate-file", "apache.certificateFile", Take::text, false, "absolute path on the host"},
      {"--chain-file", "apache.chainFile", Take::text, false, "Apache 2.4.7 and older: intermediates"},
      {"--key-file", "apache.keyFile", Take::text, false, "absolute path on the host"},
      {"--work-folder", "apache.workFolder", Take::text, false, "keeps the two generations and backups"},
      {"--control-program", "apache.controlProgram", Take::text, false, "default apachectl"},
      {"--config-file", "apache.configFile", Take::text, false, "for -f; default the program's own"},
      {"--check", "check.method", Take::text, false, "none, url or address; default none"},
      {"--check-fqdn", "check.fqdn", Take::text, false, "name to ask for (SNI)"},
      {"--check-address", "check.address", Take::text, false, "where to connect, for address"},
      {"--check-port", "check.port", Take::number, false, "default 443"},
  };
  return all;
}

const std::vector<Option>& access_options() {
  static const std::vector<Option> all{
      {"--name", "name", Take::text, false, "unique"},
      {"--host", "host", Take::text, false, "IPv4, IPv6 or name"},
      {"--port", "port", Take::number, false, "default 22"},
      {"--login", "loginId", Take::text, false, "login id"},
      {"--password-file", "loginPassword", Take::secret, false,
       "file with the login password, - for standard input"},
      {"--key-file", "sshPrivateKey", Take::secret, false, "file with an Ed25519 or ECDSA private key"},
      {"--elevation", "elevation", Take::text, false, "none, su or sudo; default none"},
      {"--execution-id", "executionId", Take::text, false, "who commands run as, e.g. root"},
      {"--execution-password-file", "executionPassword", Take::secret, false,
       "file with the execution password"},
      {"--host-key-policy", "hostKeyPolicy", Take::text, false,
       "confirm or trust-on-first-use; default confirm"},
      {"--algorithms", "algorithms", Take::text, false,
       "modern or legacy: SSH algorithms that are outdated too; default modern"},
  };
  return all;
}

const std::vector<Option>& ca_options() {
  static const std::vector<Option> all{
      {"--name", "name", Take::text, false, "unique"},
      {"--directory", "directoryUrl", Take::text, false, "ACME directory URL"},
      {"--contact", "contact", Take::text, false, "mail address"},
      {"--trust-file", "trustPem", Take::file, false, "PEM roots to trust for the CA's own HTTPS"},
      {"--challenge", "challenge", Take::text, false, "http-01 or dns-01; default http-01"},
      {"--dns-hook", "dnsHook", Take::text, false,
       "name of a program for dns-01 in [acme] hook_folder, called as HOOK add|remove NAME VALUE; returns "
       "once the record is seen"},
      {"--parallel-orders", "parallelOrders", Take::number, false,
       "orders of this account under way at once, 1 to 64; default 4"},
      {"--eab-kid", "externalKeyId", Take::text, false, "external account binding: key id"},
      {"--eab-key-file", "externalKey", Take::secret, false, "file with its MAC key, base64url"},
  };
  return all;
}

const std::vector<Option>& settings_options() {
  static const std::vector<Option> all{
      {"--proxy", "proxy", Take::text, false, "HTTP proxy HOST:PORT for checks and CAs; '' = direct"},
      {"--ca-timeout", "caTimeoutS", Take::number, false, "seconds to wait for a CA's answer; default 60"},
      {"--connect-timeout", "connectTimeoutS", Take::number, false,
       "seconds to wait for a connection to a node; default 20"},
      {"--command-timeout", "commandTimeoutS", Take::number, false,
       "seconds to wait for a command on a node; default 60"},
      {"--order-poll", "orderPollS", Take::number, false, "seconds between looks at an order; default 10"},
      {"--node-check-interval", "nodeCheckIntervalS", Take::number, false,
       "seconds between checks of a node; default 86400"},
      {"--expiry-check-interval", "expiryCheckIntervalS", Take::number, false,
       "seconds between looks at all expiries; default 21600"},
  };
  return all;
}

}  // namespace kigen::tools
