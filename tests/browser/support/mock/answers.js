// What the pretended server answers: [method, path pattern, role-free handler(request)].
import * as data from './data.js';
import * as runs from './runs.js';
import {is_under, line_of, topics} from './severity.js';

const {services, accesses, account, site, second_site, at} = data;
export const end_of_log = 1301;

const users = [
  {id: data.id(), version: 1, mail: 'admin@example.com', role: 'admin', contact: '情報システム部 内線 1234', passwordSet: true, lastLogin: at(-0.1), tokens: []},
  {id: data.id(), version: 2, mail: 'viewer@example.co.jp', role: 'viewer', contact: '', passwordSet: false, lastLogin: null, tokens: []},
];
const tokens = [{user: users[0].id, id: data.id(), name: 'CI', role: 'viewer', expires: at(90), createdAt: at(-12)}];
const general = {proxy: '', caTimeoutS: 60, connectTimeoutS: 20, commandTimeoutS: 60, orderPollS: 10, nodeCheckIntervalS: 86400, expiryCheckIntervalS: 21600};
const company = {version: 4, name: 'エグザンプル株式会社', sites: [site, second_site], settings: general};
const count_jobs = () => Object.fromEntries(['waiting', 'running', 'parked', 'finished'].map((wanted) => [wanted, runs.jobs.filter(({state: now}) => now === wanted).length]));

export const session = {user: users[0].id, mail: users[0].mail, role: 'admin', csrfToken: 'a-token', expires: at(0.5)};

const sessions = [
  {id: data.id(), opened: at(-0.02), lastUsed: at(0), expires: at(0.5), address: '192.0.2.17', browser: 'Firefox 133, Linux', current: true},
  {id: data.id(), opened: at(-0.3), lastUsed: at(-0.01), expires: at(0.2), address: '2001:db8:17::2', browser: 'Safari 18, iOS', current: false},
];

export class Refusal extends Error {
  constructor(status, code, title, {detail = '', field = '', message = 98} = {}) {
    super(title);
    this.problem = {type: 'about:blank', title, status, detail, code, message, field, instance: '1-1'};
  }
}
const not_found = () => new Refusal(404, 'not_found', 'there is nothing of this id', {message: 19});
const find = (rows, id, of = (row) => row.id) => {
  const row = rows.find((one) => of(one) === id);
  if (!row) throw not_found();
  return row;
};

const page = (items, {query}) => {
  const limit = Number(query.get('limit') || 100);
  const from = Number(query.get('cursor') || 0);
  const next = from + limit < items.length ? String(from + limit) : null;
  return {position: end_of_log, total: items.length, items: items.slice(from, from + limit), next};
};

const service_row = ({id, settings, enabled, expiryStatus, generations, nodes, orderState, applyState, severity}) => ({
  id, name: settings.name, commonName: settings.commonName, sanCount: settings.sans.length, enabled, expiryStatus,
  notAfter: generations.at(-1)?.notAfter ?? null, currentSerial: generations.at(-1)?.serial ?? '', nodes: nodes.length,
  nodesServed: nodes.filter(({served}) => served).length, orderState, applyState, severity,
});

function service_page(request) {
  const {query} = request;
  const wanted = (name, value) => !query.get(name) || query.get(name) === value;
  const sort = query.get('sort') || 'name';
  const rows = services.filter((one) => !query.get('topic') || is_under(one, query.get('topic'))).map(service_row).filter((row) => (row.name + row.commonName).includes(query.get('q') ?? '') && wanted('severity', row.severity)
    && wanted('orderState', row.orderState) && wanted('applyState', row.applyState) && wanted('state', row.enabled ? 'enabled' : 'disabled'));
  const sign = query.get('direction') === 'descending' ? -1 : 1;
  rows.sort((a, b) => sign * String(a[sort]).localeCompare(String(b[sort])));
  return page(rows, request);
}

function node_page({path: {node}}) {
  const service = services.find(({nodes}) => nodes.some(({id}) => id === node));
  if (!service) throw not_found();
  const row = find(service.nodes, node);
  const folder = '/etc/apache2/ssl';
  return {
    id: node, version: 3, service: service.id, serviceName: service.settings.name, enabled: row.enabled,
    settings: {name: row.name, site: site.id, kind: 'apache', access: accesses[0].id,
      apache: {certificateFile: `${folder}/www.crt`, chainFile: '', keyFile: `${folder}/www.key`, workFolder: '/var/lib/kigen', controlProgram: 'apachectl', configFile: ''},
      check: {method: 'address', fqdn: service.settings.commonName, address: '192.0.2.11', port: 443}},
    installedSerial: row.installedSerial, installedAt: at(-10), verifiedSerial: row.servedSerial,
    lastCheck: row.verdict && {at: row.checkedAt, verdict: row.verdict, expectedSerial: row.issuedSerial, servedSerial: row.servedSerial,
      addresses: [{address: '192.0.2.11:443', verdict: row.verdict, serial: row.servedSerial, keyMatches: row.served, chainMatches: row.served, detail: ''}]},
    checkRequested: false, lastApply: null, leftOutSerial: row.leftOutSerial,
    leftovers: row.leftOutSerial ? [{apply: row.lastApply, serial: row.heldSerials[0], steps: ['transfer', 'back_up'], beingRemoved: true, since: at(-0.1)}] : [],
  };
}

const access_page = (row) => {
  const {name, host, port, loginId, elevation, executionId, hostKeyPolicy, algorithms, ...rest} = row;
  return {...rest, settings: {name, host, port, loginId, elevation, executionId, hostKeyPolicy, algorithms}};
};
const account_page = ({id, version, hasExternalKey, hasAccountKey, accountUrl, registered, ...settings}) =>
  ({id, version, settings, hasExternalKey, hasAccountKey, accountUrl, registered});

function dashboard() {
  const under = (topic) => services.filter((service) => is_under(service, topic));
  const names = Object.keys(topics);
  return {
    position: end_of_log, services: services.length, jobs: count_jobs(),
    severities: ['critical', 'warning', 'active', 'unknown', 'ok'].map((severity) => ({severity, services: services.filter((one) => one.enabled && one.severity === severity).length})),
    counts: names.map((topic) => ({severity: topics[topic][2], topic, services: under(topic).length})),
    lines: names.flatMap((topic) => under(topic).map((service) => line_of(service, topic))),
  };
}

function order_page({path}) {
  const order = find(runs.orders, path.id, ({summary}) => summary.id);
  return {...order, applies: runs.applies.map(({summary}) => summary).filter((row) => row.order === path.id)};
}

/** The job runs again, its attempts counted anew, and what it works on says so. */
function try_now({path}) {
  const job = find(runs.jobs, path.id);
  job.state = 'running';
  for (const {summary} of [...runs.orders, ...runs.applies]) if (summary.job?.id === job.id) Object.assign(summary.job, {state: 'running', attempt: 1});
  return receipt(path.id);
}

function calendar({query}) {
  const days = new Map();
  for (const {generations} of services) {
    const end = generations.at(-1)?.notAfter;
    if (end && end >= query.get('from') && end < query.get('to')) days.set(end.slice(0, 10), (days.get(end.slice(0, 10)) ?? 0) + 1);
  }
  return {position: end_of_log, entries: [...days].sort().map(([date, number]) => ({date, services: number}))};
}

const state = () => ({
  version: '0.1.0', startedAt: at(-3), now: at(0), logEnd: end_of_log, intake: 'open', viewsPosition: end_of_log, viewsLag: 0, jobs: count_jobs(), sessions: 2,
  parts: ['event-log', 'orchestrator', 'views', 'world-rows', 'vault', 'jobs', 'listener', 'http01', 'dns-program', 'sessions'].map((name) => ({
    name, state: {jobs: 'warning', vault: 'critical', sessions: 'warning'}[name] || 'ok', detail: '', since: name === 'vault' ? '2026-11-20T03:00:00.000000Z' : null, advice: '',
  })),
});

function log_page(request) {
  const [text, severity] = [request.query.get('q') ?? '', request.query.get('severity')];
  const ranks = ['info', 'warning', 'error'];
  const lines = runs.log_lines.filter((line) => line.message.includes(text) && ranks.indexOf(line.severity) >= ranks.indexOf(severity || 'info'));
  const {items, next} = page(lines, request);
  return {position: end_of_log, items, next, notice: ''};
}

const receipt = (id) => ({id, stream: 'mock', position: end_of_log - 1, version: 9, changed: true});

function rename_company({headers, body}) {
  if (headers['if-match'] !== `"${company.version}"`) throw new Refusal(412, 'version_conflict', 'somebody else changed it meanwhile; read it again', {message: 12});
  Object.assign(company, {name: body.name, version: company.version + 1});
  return receipt(null);
}

function add_access({body}) {
  if (accesses.some(({name}) => name === body.name)) throw new Refusal(409, 'access_name_taken', 'another access has this name; choose another one', {detail: body.name, field: 'name', message: 6});
  const row = data.access(body.name, body.host, {loginId: body.loginId, pinnedKey: null});
  accesses.push(row);
  return receipt(row.id);
}

/** The stored secrets stay where they were given for. */
function edit_access({path, body}) {
  const row = find(accesses, path.id);
  const moved = ['host', 'port', 'loginId'].some((field) => row[field] !== body[field]);
  if (moved && row.hasLoginPassword && body.loginPassword === null)
    throw new Refusal(422, 'secret_needed', 'the stored value was given for another place; give it again, or forget it', {field: 'loginPassword', message: 6});
  Object.assign(row, {name: body.name, host: body.host, port: body.port, loginId: body.loginId});
  return receipt(row.id);
}

function log_in({body}) {
  if (body.password !== 'correct horse battery') throw new Refusal(401, 'wrong_login', 'mail address or password are wrong', {message: 3101});
  return session;
}

/** [method, pattern under /api/v1, handler]; a Map as the last part: not logged in. */
export const answers = [
  ['GET', '/session', () => session], ['POST', '/session', log_in, 'public'], ['DELETE', '/session', () => null, 'public'],
  ['GET', '/sessions', () => ({items: sessions})],
  ['DELETE', '/sessions/:session', ({path}) => { sessions.splice(sessions.indexOf(find(sessions, path.session)), 1); return null; }],
  ['POST', '/session/proof', () => null],
  ['POST', '/bootstrap', () => session, 'public'],
  ['GET', '/users', (request) => page(users, request)], ['GET', '/tokens', () => ({position: end_of_log, items: tokens})],
  ['POST', '/tokens', () => ({...receipt(tokens[0].id), token: 'kgn_4f0zR7mQ2yXv8Kc1Wn6Tb3Hs9Lp5Jd'})],
  ['GET', '/company', () => company], ['PUT', '/company', rename_company],
  ['GET', '/sites', () => ({position: end_of_log, items: company.sites})],
  ['GET', '/accesses', (request) => page(accesses, request)], ['POST', '/accesses', add_access],
  ['PUT', '/accesses/:id', edit_access], ['GET', '/accesses/:id', ({path}) => access_page(find(accesses, path.id))],
  ['POST', '/accesses/:id/host-key', ({path}) => { const row = find(accesses, path.id); Object.assign(row, {pinnedKey: row.refusedKey, refusedKey: null}); return receipt(path.id); }],
  ['GET', '/ca-accounts', (request) => page([account], request)], ['GET', '/ca-accounts/:id', () => account_page(account)],
  ['GET', '/services', service_page], ['GET', '/services/:id', ({path}) => find(services, path.id)],
  ['GET', '/services/:id/orders', (request) => page(runs.orders.map(({summary}) => summary).filter(({service}) => service === request.path.id), request)],
  ['GET', '/services/:id/applies', (request) => page(runs.applies.map(({summary}) => summary).filter(({service}) => service === request.path.id), request)],
  ['POST', '/nodes/:node/applies', () => receipt(runs.applies[0].summary.id)],
  ['GET', '/services/:id/log', log_page], ['GET', '/nodes/:node', node_page],
  ['GET', '/nodes/:node/applies', (request) => page(runs.applies.map(({summary}) => summary).filter(({node}) => node === request.path.node), request)],
  ['GET', '/orders', (request) => page(runs.orders.map(({summary}) => summary), request)],
  ['GET', '/orders/:id', order_page],
  ['GET', '/applies', (request) => page(runs.applies.map(({summary}) => summary), request)],
  ['POST', '/applies/:id/retry', ({path}) => { find(runs.applies, path.id, ({summary}) => summary.id).summary.stage = 'rolling-back'; return receipt(path.id); }],
  ['GET', '/applies/:id', ({path}) => find(runs.applies, path.id, ({summary}) => summary.id)],
  ['GET', '/jobs', (request) => page(runs.jobs.filter(({state: now}) => !request.query.get('state') || now === request.query.get('state')), request)],
  ['GET', '/jobs/:id', ({path}) => find(runs.jobs, path.id)], ['POST', '/jobs/:id/retry', try_now],
  ['POST', '/services/:id/certificate', ({path}) => receipt(path.id)],
  ['GET', '/dashboard', dashboard], ['GET', '/calendar', calendar], ['GET', '/state', state], ['GET', '/log', log_page],
];
