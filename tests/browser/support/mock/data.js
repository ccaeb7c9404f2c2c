// A small installation with one of everything that a page can show, at fixed distances from now.
import {derive} from './severity.js';

const day_ms = 86_400_000;
export const at = (days, base = Date.now()) => new Date(base + days * day_ms).toISOString();
let next = 1;
export const id = () => `0192f3a4-0000-7000-8000-${String(next++).padStart(12, '0')}`;

const serial = (n) => `04${(0x9f3c21ab77 * (n + 3)).toString(16).toUpperCase().padStart(14, '0')}5D2E91C07B4A6F${String(n).padStart(2, '0')}`;
const sha = (n) => (n * 0x9e3779b1).toString(16).padStart(8, '7').repeat(8).slice(0, 64);

/** Something kept: what is not settings comes behind. */
const kept = (settings, more = {}) => ({id: id(), version: 3, settings, ...more});

export const site = kept({name: '東京データセンター'});
export const second_site = kept({name: 'Osaka office'});
export const sites = [site, second_site];

/** The one that is there from the first start on. */
export const sample_group = {...kept({name: 'samplegroup'}), id: '00000000-0000-7000-8000-000000000001'};
export const payment_group = kept({name: '決済チーム'});
export const groups = [sample_group, payment_group];

export const organizations = [
  kept({name: 'エグザンプル株式会社', number: '1042771', remark: '本社。OV 証明書はこの名義で申請する。'}),
  kept({name: 'Example Europe GmbH', number: '1042802', remark: ''}),
  ...Array.from({length: 108}, (_, n) => kept({name: `Subsidiary ${String(n + 1).padStart(3, '0')}`, number: String(1_050_000 + n), remark: ''})),
];

const [set, not_set] = [{set: true}, {set: false}];

export const access = (name, host, {settings = {}, ...more} = {}) => kept({name, connection: {
  kind: 'ssh', host, port: 22, loginId: 'deploy', loginPassword: set, sshPrivateKey: not_set, elevation: 'sudo', executionId: 'root',
  executionPassword: set, hostKeyPolicy: 'confirm', algorithms: 'modern', ...settings}}, {
  pinnedKey: {algorithm: 'ssh-ed25519', fingerprint: 'SHA256:Jc0yQH7yvB1p3xq2b7rW0sZqM0l4T6kq8uQxw9yXo5E', firstUse: false, at: at(-40)},
  refusedKey: null, ...more,
});
const shown = {algorithm: 'ssh-ed25519', fingerprint: 'SHA256:9fK2mWbq0Zy1tT5rD3nV7cX8aL4sE6hJ2uPqR0oYk1M', firstUse: false, at: at(-0.02)};

export const account = kept({name: "Let's Encrypt", parallelOrders: 4, ca: {
  kind: 'acme', directoryUrl: 'https://acme-v02.api.letsencrypt.org/directory', contact: 'pki@example.co.jp', trustPem: '', challenge: 'http-01',
  dnsHook: '', externalKeyId: '', externalKey: not_set, accountKey: set}}, {accountUrl: 'https://acme-v02.api.letsencrypt.org/acme/acct/1234567', registered: true});
export const accounts = [account];

const settings = (name, commonName, more = {}) => ({
  name, commonName, sans: [commonName.replace(/^www\./, '')], key: {algorithm: 'ecdsa-p256', newKeyEachOrder: true},
  subject: {country: '', state: '', locality: '', organization: '', unit: '', email: ''}, separateChain: false, slots: 2,
  group: sample_group.id, caAccount: account.id, renewal: {rule: 'fraction-of-life', percentOfLife: 67, daysBefore: 30, applyAutomatically: true}, ...more,
});

const generation = (n, slot, from, to, current, names) => ({
  slot, current, serial: serial(n), issuer: "CN=R11,O=Let's Encrypt,C=US", notBefore: at(from), notAfter: at(to),
  chainNotAfter: at(to), names, hasKey: true, leafSha256: sha(n), publicKeySha256: sha(n + 1), order: null, registeredAt: at(from), position: 40 + n,
  intermediates: 1, notYetValid: false, extra: false, heldBy: [],
});

const node_row = (name, issued, more = {}) => ({
  id: id(), name, site: site.id, kind: 'apache', enabled: true, checkedFromOutside: true, issuedSerial: issued,
  installedSerial: issued, servedSerial: issued, installed: Boolean(issued), served: Boolean(issued), verdict: issued ? 'matches' : null,
  checkedAt: issued ? at(-0.05) : null, applyState: 'none', lastApply: null, applyError: '', heldSerials: issued ? [issued] : [], leftOutSerial: '', severity: 'ok', ...more,
});

let number = 0;
/** A service: `life` is [begin, end] of its current certificate in days from now; `older` of the one before. */
export function service(name, commonName, expiryStatus, life, {older, nodes = [], ...more} = {}) {
  number += 2;
  const names = [commonName, commonName.replace(/^www\./, '')];
  const generations = [
    ...(older ? [generation(number, 1, ...older, false, names)] : []),
    ...(life ? [generation(number + 1, older ? 2 : 1, ...life, true, names)] : []),
  ];
  const issued = life ? serial(number + 1) : '';
  return derive({
    id: id(), version: 7, settings: settings(name, commonName, more.settings), enabled: true, expiryStatus, selectedSlot: null, generations,
    csr: null, keyRequested: false, renewalDue: life ? at(life[0] + (life[1] - life[0]) * 0.67) : null, renewalOverdue: expiryStatus === 'error',
    nodes: nodes.map(([node, change]) => node_row(node, issued, change?.(serial(number)) ?? {})),
    openOrder: null, lastOrder: null, orderState: 'none', applyState: 'none', severity: 'ok', ...more, settings: settings(name, commonName, more.settings),
  });
}

export const accesses = [
  access('web-1', '192.0.2.11'), access('web-2', '192.0.2.12', {refusedKey: shown}),
  access('shop-1', 'shop-1.example.co.jp', {pinnedKey: null, refusedKey: shown}), access('intra', '2001:db8::15', {pinnedKey: null, settings: {elevation: 'none', executionId: '', executionPassword: not_set, sshPrivateKey: set, loginPassword: not_set}}),
];

/** Of the things that the description keeps, by their words; those that are not here are made up. */
export const kept_rows_of_data = {access: accesses, ca_account: accounts, site: sites, organization: organizations, user_group: groups};

const stale = (old) => ({installedSerial: old, servedSerial: old, installed: false, served: false, verdict: 'differs', heldSerials: [old]});
const away = () => ({verdict: 'unreachable', servedSerial: '', served: false});
const fresh = () => ({installedSerial: '', servedSerial: '', installed: false, served: false, verdict: null, checkedAt: null});
const unseen = () => ({servedSerial: '', served: false, verdict: null, checkedAt: null});

export const services = [
  service('コーポレートサイト', 'www.example.co.jp', 'valid', [-10, 80], {older: [-70, 20], nodes: [['web-1'], ['web-2', stale], ['web-3', (old) => ({...stale(old), enabled: false})], ['web-4', stale]]}),
  service('Online shop', 'shop.example.co.jp', 'error', [-84, 6], {nodes: [['shop-1'], ['shop-2', away]], orderState: 'retrying'}),
  service('社内ポータル', 'portal.intra.example.co.jp', 'expired', [-92, -2], {nodes: [['portal']]}),
  service('API gateway', 'api.example.co.jp', 'valid', [-30, 60], {nodes: [['gw-tokyo'], ['gw-osaka']]}),
  service('採用サイト', 'recruit.example.co.jp', 'under-30', [-340, 25], {nodes: [['recruit']]}),
  service('Mail', 'mail.example.co.jp', 'under-90', [-280, 85], {nodes: [['mail', () => ({enabled: false})]]}),
  service('新サービス', 'new.example.co.jp', 'none', null, {nodes: [['new-1', fresh]], orderState: 'under-way'}),
  service('Legacy', 'old.example.co.jp', 'valid', [-20, 300], {enabled: false}),
  service('Partner portal', 'partner.example.co.jp', 'valid', [-3, 87], {nodes: [['partner-1'], ['partner-2']]}),
  service('Payment', 'pay.example.co.jp', 'valid', [-3, 87], {settings: {group: payment_group.id}, nodes: [['pay-1'], ['pay-2']]}),
  service('Imported', 'imported.example.co.jp', 'valid', [-1, 364], {nodes: [['import-1', unseen]]}),
  ...Array.from({length: 40}, (_, n) => service(`Branch ${String(n + 1).padStart(2, '0')}`, `branch-${n + 1}.example.co.jp`, 'valid',
    [-n - 1, 89 - n], {nodes: [['edge']]})),
];
