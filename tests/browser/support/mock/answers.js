// What the pretended server answers: [method, path pattern, role-free handler(request)].
import * as data from './data.js';
import {kept_things, openapi} from './description.js';
import {claim_version, keep} from './kept.js';
import {end_of_log, page, receipt} from './page.js';
import {Refusal, find, not_found} from './refusal.js';
import * as runs from './runs.js';
import {is_under, line_of, topics} from './severity.js';

const {accesses, groups, services: all_services, site, at} = data;
const own_groups = groups.map(({id}) => id);
const [sample_group] = own_groups;
const named = ({id, settings: {name}}) => ({id, name});

export const users = [
  {id: data.id(), version: 1, mail: 'admin@example.com', role: 'admin', contact: '情報システム部 内線 1234', passwordSet: true, lastLogin: at(-0.1), tokens: [], groups: [...own_groups]},
  {id: data.id(), version: 2, mail: 'viewer@example.co.jp', role: 'viewer', contact: '', passwordSet: false, lastLogin: null, tokens: [], groups: [sample_group]},
  {id: data.id(), version: 2, mail: 'auditor@example.co.jp', role: 'auditor', contact: '', passwordSet: true, lastLogin: at(-3), tokens: [], groups: []},
];
const tokens = [{user: users[0].id, mail: users[0].mail, id: data.id(), name: 'CI', role: 'viewer', expires: at(90), createdAt: at(-12), groups: null}];
export const general = {version: 4, settings: {proxy: '', caTimeoutS: 60, connectTimeoutS: 20, commandTimeoutS: 60, orderPollS: 10, nodeCheckIntervalS: 86400, expiryCheckIntervalS: 21600}};
export const company = {version: 4, name: 'エグザンプル株式会社'};

export const session = {user: users[0].id, mail: users[0].mail, role: 'admin', csrfToken: 'a-token', expires: at(0.5), groups: groups.map(named)};

const sessions = [
  {id: data.id(), opened: at(-0.02), lastUsed: at(0), expires: at(0.5), address: '192.0.2.17', browser: 'Firefox 133, Linux', current: true},
  {id: data.id(), opened: at(-0.3), lastUsed: at(-0.01), expires: at(0.2), address: '2001:db8:17::2', browser: 'Safari 18, iOS', current: false},
];

/** Whether the session is told of what belongs to the group. */
const is_mine = (group) => session.role === 'auditor' || session.groups.some(({id}) => id === group);
const services = () => all_services.filter(({settings}) => is_mine(settings.group));
const service_is_mine = (id) => id === null || services().some((one) => one.id === id);
const mine = (rows) => rows.filter(({service}) => service_is_mine(service));
const orders = () => mine(runs.orders.map(({summary}) => summary));
const applies = () => mine(runs.applies.map(({summary}) => summary));
const jobs = () => mine(runs.jobs);
const count_jobs = () => Object.fromEntries(['waiting', 'running', 'parked', 'finished'].map((wanted) => [wanted, jobs().filter(({state: now}) => now === wanted).length]));
const run_of = (rows, id) => {
  const run = find(rows, id, ({summary}) => summary.id);
  find(services(), run.summary.service);
  return run;
};

const service_row = ({id, settings, enabled, expiryStatus, generations, nodes, orderState, applyState, severity}) => ({
  id, name: settings.name, group: settings.group, commonName: settings.commonName, sanCount: settings.sans.length, enabled, expiryStatus,
  notAfter: generations.at(-1)?.notAfter ?? null, currentSerial: generations.at(-1)?.serial ?? '', nodes: nodes.length,
  nodesServed: nodes.filter(({served}) => served).length, orderState, applyState, severity,
});

function service_page(request) {
  const {query} = request;
  const wanted = (name, value) => !query.get(name) || query.get(name) === value;
  const sort = query.get('sort') || 'name';
  const rows = services().filter((one) => wanted('group', one.settings.group)).filter((one) => !query.get('topic') || is_under(one, query.get('topic'))).map(service_row).filter((row) => (row.name + row.commonName).includes(query.get('q') ?? '') && wanted('severity', row.severity)
    && wanted('orderState', row.orderState) && wanted('applyState', row.applyState) && wanted('state', row.enabled ? 'enabled' : 'disabled'));
  const sign = query.get('direction') === 'descending' ? -1 : 1;
  rows.sort((a, b) => sign * String(a[sort]).localeCompare(String(b[sort])));
  return page(rows, request);
}

function node_page({path: {node}}) {
  const service = services().find(({nodes}) => nodes.some(({id}) => id === node));
  if (!service) throw not_found();
  const row = find(service.nodes, node);
  const folder = '/etc/apache2/ssl';
  return {
    id: node, version: 3, service: service.id, serviceName: service.settings.name, enabled: row.enabled,
    settings: {name: row.name, site: site.id, access: accesses[0].id,
      server: {kind: 'apache', certificateFile: `${folder}/www.crt`, chainFile: '', keyFile: `${folder}/www.key`, workFolder: '/var/lib/kigen', controlProgram: 'apachectl', configFile: ''},
      check: {method: 'address', fqdn: service.settings.commonName, address: '192.0.2.11', port: 443}},
    installedSerial: row.installedSerial, installedAt: at(-10), verifiedSerial: row.servedSerial,
    lastCheck: row.verdict && {at: row.checkedAt, verdict: row.verdict, expectedSerial: row.issuedSerial, servedSerial: row.servedSerial,
      addresses: [{address: '192.0.2.11:443', verdict: row.verdict, serial: row.servedSerial, keyMatches: row.served, chainMatches: row.served, detail: ''}]},
    checkRequested: false, lastApply: null, leftOutSerial: row.leftOutSerial,
    leftovers: row.leftOutSerial ? [{apply: row.lastApply, serial: row.heldSerials[0], steps: ['transfer', 'back_up'], beingRemoved: true, since: at(-0.1)}] : [],
  };
}

function dashboard() {
  const under = (topic) => services().filter((service) => is_under(service, topic));
  const names = Object.keys(topics);
  return {
    position: end_of_log, services: services().length, jobs: count_jobs(),
    severities: ['critical', 'warning', 'active', 'unknown', 'ok'].map((severity) => ({severity, services: services().filter((one) => one.enabled && one.severity === severity).length})),
    counts: names.map((topic) => ({severity: topics[topic][2], topic, services: under(topic).length})),
    lines: names.flatMap((topic) => under(topic).map((service) => line_of(service, topic))),
  };
}

function order_page({path}) {
  const order = run_of(runs.orders, path.id);
  return {...order, applies: applies().filter((row) => row.order === path.id)};
}

/** The job runs again, its attempts counted anew, and what it works on says so. */
function try_now({path}) {
  const job = find(jobs(), path.id);
  job.state = 'running';
  for (const {summary} of [...runs.orders, ...runs.applies]) if (summary.job?.id === job.id) Object.assign(summary.job, {state: 'running', attempt: 1});
  return receipt(path.id);
}

function calendar({query}) {
  const days = new Map();
  for (const {generations} of services()) {
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
  const lines = mine(runs.log_lines).filter((line) => line.message.includes(text) && ranks.indexOf(line.severity) >= ranks.indexOf(severity || 'info'));
  const {items, next} = page(lines, request);
  return {position: end_of_log, items, next, notice: ''};
}

/** Replaces part of `singleton` by the body, if nobody else did meanwhile. */
const replace = (singleton, change) => ({headers, body}) => {
  claim_version(singleton, {headers});
  Object.assign(singleton, change(body), {version: singleton.version + 1});
  return receipt(null, singleton.version);
};

/** A stored secret stays where it was given for. */
function kept_in_place({connection: before}, {connection: now}, {connection: {loginPassword: given}}) {
  const moved = ['host', 'port', 'loginId'].some((field) => before[field] !== now[field]);
  if (moved && before.loginPassword.set && typeof given !== 'string' && given?.set !== false)
    throw new Refusal(422, 'secret_needed', 'the stored value was given for another place; give it again, or forget it', {field: 'connection.loginPassword', message: 6});
}

/** Names of the services that `uses` says something of; all nodes stand on the first site and host. */
const users_of = (uses) => all_services.filter(uses).map(({settings}) => settings.name);
const users_of_place = ({id}) => users_of(({nodes}) => nodes.length > 0 && [site.id, accesses[0].id].includes(id));

/** What some kept things do beyond what all of them do. */
const own_ways = {
  access: {fresh: () => ({pinnedKey: null, refusedKey: null}), checked: kept_in_place, uses: users_of_place},
  ca_account: {fresh: () => ({accountUrl: '', registered: false}), uses: ({id}) => users_of(({settings}) => settings.caAccount === id)},
  site: {uses: users_of_place},
  user_group: {uses: ({id}) => users_of(({settings}) => settings.group === id), seen: ({id}) => session.role !== 'viewer' || is_mine(id)},
};

function put_into_groups({path, body}) {
  const user = find(users, path.user);
  Object.assign(user, {groups: body.groups, version: user.version + 1});
  if (user.id === session.user) session.groups = groups.filter(({id}) => body.groups.includes(id)).map(named);
  return receipt(user.id, user.version);
}

function add_user({body: {mail, role = 'viewer', contact = '', password = null, groups: of_user = [sample_group]}}) {
  const user = {id: data.id(), version: 1, mail, role, contact, passwordSet: password !== null, lastLogin: null, tokens: [], groups: of_user};
  users.push(user);
  return receipt(user.id, user.version);
}

function edit_user({path, headers, body: {role, contact = ''}}) {
  const user = find(users, path.user);
  claim_version(user, {headers});
  Object.assign(user, {role, contact, version: user.version + 1});
  return receipt(user.id, user.version);
}

function add_token({body: {name, role = 'viewer', expires, groups: of_token = null}}) {
  tokens.push({user: session.user, mail: session.mail, id: data.id(), name, role, expires: expires ?? at(90), createdAt: at(0), groups: of_token});
  return {...receipt(tokens.at(-1).id), token: 'kgn_4f0zR7mQ2yXv8Kc1Wn6Tb3Hs9Lp5Jd'};
}

function edit_service({path, body}) {
  const service = find(services(), path.id);
  Object.assign(service, {settings: {...service.settings, ...body}, version: service.version + 1});
  return receipt(service.id, service.version);
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
  ['GET', '/openapi.json', () => openapi, 'public'],
  ['GET', '/users', (request) => page(session.role === 'viewer' ? [find(users, session.user)] : users, request)], ['POST', '/users', add_user],
  ['GET', '/users/:user', ({path}) => find(users, path.user)], ['PUT', '/users/:user', edit_user], ['PUT', '/users/:user/groups', put_into_groups], ['GET', '/tokens', () => ({position: end_of_log, items: tokens})],
  ['POST', '/tokens', add_token],
  ['GET', '/company', () => ({...company, settings: general.settings})], ['PUT', '/company', replace(company, ({name}) => ({name}))],
  ['GET', '/settings', () => general], ['PUT', '/settings', replace(general, (settings) => ({settings: {...general.settings, ...settings}}))],
  ...kept_things.flatMap((thing) => keep(thing, own_ways[thing.word])),
  ['POST', '/accesses/:id/host-key', ({path}) => { const row = find(accesses, path.id); Object.assign(row, {pinnedKey: row.refusedKey, refusedKey: null}); return receipt(path.id); }],
  ['GET', '/services', service_page], ['GET', '/services/:id', ({path}) => find(services(), path.id)], ['PUT', '/services/:id', edit_service],
  ['GET', '/services/:id/orders', (request) => page(orders().filter(({service}) => service === request.path.id), request)],
  ['GET', '/services/:id/applies', (request) => page(applies().filter(({service}) => service === request.path.id), request)],
  ['POST', '/nodes/:node/applies', () => receipt(runs.applies[0].summary.id)],
  ['GET', '/services/:id/log', log_page], ['GET', '/nodes/:node', node_page],
  ['GET', '/nodes/:node/applies', (request) => page(applies().filter(({node}) => node === request.path.node), request)],
  ['GET', '/orders', (request) => page(orders(), request)],
  ['GET', '/orders/:id', order_page],
  ['GET', '/applies', (request) => page(applies(), request)],
  ['POST', '/applies/:id/retry', ({path}) => { run_of(runs.applies, path.id).summary.stage = 'rolling-back'; return receipt(path.id); }],
  ['GET', '/applies/:id', ({path}) => run_of(runs.applies, path.id)],
  ['GET', '/jobs', (request) => page(jobs().filter(({state: now}) => !request.query.get('state') || now === request.query.get('state')), request)],
  ['GET', '/jobs/:id', ({path}) => find(jobs(), path.id)], ['POST', '/jobs/:id/retry', try_now],
  ['POST', '/services/:id/certificate', ({path}) => receipt(path.id)],
  ['GET', '/dashboard', dashboard], ['GET', '/calendar', calendar], ['GET', '/state', state], ['GET', '/log', log_page],
];
