// Orders, applies, jobs and log lines of the pretended installation.
import {accesses, account, at, id, services} from './data.js';
import {derive} from './severity.js';

const [site_service, shop, , , recruit, mail, fresh, , partner, payment] = services;
const minute = 1 / 1440;

const entry = (position, time, messageNumber, severity, message) =>
  ({position, time, messageNumber, severity, parameters: [], message});

/** The job of a run: on its way, or with `code` and `detail` of a failed attempt. */
const run_job = (state, more = {}) => ({id: id(), state, attempt: 1, due: at(10 / 86400), code: '', detail: '', ...more});
const failed_with = (error) => { const [code, ...detail] = error.split(': '); return {code, detail: detail.join(': ')}; };

const severity_of_order = ({stage, job, lastError, endedAt, scheduledFor}) => {
  if (stage === 'failed' || job?.state === 'parked') return 'critical';
  if (endedAt) return 'ok';
  if (lastError || job?.code) return 'warning';
  return scheduledFor ? 'ok' : 'active';
};
const severity_of_apply = ({stage, job, endedAt, scheduledFor}) => {
  if (!endedAt && stage !== 'stuck' && job?.code) return 'warning';
  return {requested: scheduledFor ? 'ok' : 'active', running: 'active', 'rolling-back': 'warning', failed: 'warning', 'rolled-back': 'warning', stuck: 'critical'}[stage] ?? 'ok';
};
const judged = (row, judge) => ({...row, severity: judge(row)});

const order_row = (service, stage, more = {}) => judged({
  id: id(), service: service.id, serviceName: service.settings.name, commonName: service.settings.commonName, reason: 'requested', stage,
  scheduledFor: null, status: 'pending', lastError: '', serial: '', requestedAt: at(-0.01), endedAt: null, job: null, ...more,
}, severity_of_order);

const order = (summary, timeline, more = {}) => ({
  summary, version: 5, caAccount: account.id, sans: [], applyWhenIssued: true, attempt: 1, caOrder: 'https://acme-v02.api.letsencrypt.org/acme/order/1234567/98765432',
  csrPem: '-----BEGIN CERTIFICATE REQUEST-----\n…', cancelRequested: false, applies: [], leftOut: [], timeline, ...more,
});

const rate_limited = 'rate_limited: too many certificates (5) already issued for this exact set of names in the last 168 hours';
const parked_error = 'account_unusable: the account was deactivated';

export const orders = [
  order(order_row(fresh, 'submitted', {job: run_job('waiting')}), [
    entry(1204, at(-3 * minute), 2601, 'info', '申請を要求しました(サービス: 新サービス)'),
    entry(1207, at(-3 * minute), 2112, 'info', '申請を開始します'),
    entry(1209, at(-2.9 * minute), 2609, 'info', '鍵と CSR を作成しました'),
    entry(1212, at(-2.8 * minute), 2102, 'info', '認証局へ送信しました'),
    entry(1216, at(-1 * minute), 2109, 'info', '申請ステータス: processing')]),
  order(order_row(shop, 'submitting', {reason: 'renewal', lastError: rate_limited, requestedAt: at(-0.4),
    job: run_job('waiting', {attempt: 3, due: at(23 * minute), ...failed_with(rate_limited)})}), [
    entry(1100, at(-0.4), 2601, 'info', 'Order requested by renewal'), entry(1102, at(-0.4), 2112, 'info', 'Order begins'),
    entry(1110, at(-0.39), 2199, 'warning', 'rateLimited: too many certificates already issued for "example.co.jp"')]),
  order(order_row(site_service, 'registered', {reason: 'renewal', status: 'valid', serial: site_service.generations[1].serial, requestedAt: at(-10), endedAt: at(-9.999)}), [
    entry(801, at(-10), 2112, 'info', '申請を開始します'), entry(822, at(-9.999), 1658, 'info', '証明書を登録しました')],
  {leftOut: [{node: site_service.nodes[2].id, nodeName: 'web-3', reason: 'disabled'}, {node: site_service.nodes[3].id, nodeName: 'web-4', reason: 'busy'}]}),
  order(order_row(site_service, 'failed', {lastError: 'order_invalid: unauthorized: Invalid response from http://www.example.co.jp/.well-known/acme-challenge/xyz: 404', requestedAt: at(-11), endedAt: at(-10.99)}), [
    entry(760, at(-11), 2112, 'info', '申請を開始します'), entry(771, at(-10.99), 2199, 'error', 'unauthorized: Invalid response: 404')]),
  order(order_row(recruit, 'requested', {scheduledFor: at(2), status: '', job: run_job('waiting', {attempt: 0, due: at(2)})}), [entry(1250, at(-0.01), 2601, 'info', 'Order requested')],
    {attempt: 0, caOrder: '', csrPem: ''}),
  order(order_row(mail, 'prepared', {reason: 'renewal', status: '', requestedAt: at(-1), lastError: parked_error, job: run_job('parked', {attempt: 8, ...failed_with(parked_error)})}), [
    entry(1150, at(-1), 2601, 'info', 'Order requested by renewal')], {attempt: 0, caOrder: ''}),
];

const steps = ['connect', 'log_in', 'make_folder', 'transfer', 'back_up', 'replace', 'set_permissions', 'test_configuration', 'restart', 'check', 'remove_old', 'disconnect'];
const numbers = [1850, 3723, 1851, 1852, 1853, 1854, 1854, 1855, 1855, 1857, 1858, 1860];

// As the server tells errors: an English sentence, and behind it what the other side said.
const login_refused = 'the login was refused';
const restart_failed = 'the server did not come through its restart';
const apache_said = 'AH00526: Syntax error on line 3 of /etc/apache2/conf-enabled/extra.conf:\nInvalid command \'SSLFoo\', perhaps misspelled\nAction \'graceful\' failed.';

const step = (index, state, more = {}) => ({
  index, name: steps[index], state, startedAt: at(-2 * minute + index * minute / 40), endedAt: state === 'running' ? null : at(-2 * minute + (index + 0.7) * minute / 40),
  messageNumber: state === 'running' ? 0 : numbers[index], detail: '', message: '', eventPosition: 900 + 2 * index, ...more,
});

const apply_row = (service, node, stage, more = {}) => judged({
  id: id(), service: service.id, serviceName: service.settings.name, node: node.id, nodeName: node.name, slot: 2,
  serial: service.generations.at(-1)?.serial ?? '', reason: 'issued', stage, scheduledFor: null, requestedAt: at(-2.2 * minute), startedAt: at(-2 * minute),
  endedAt: null, error: '', order: null, job: null, ...more,
}, severity_of_apply);

const apply = (summary, done, more = {}) => ({
  summary, version: 30, attempt: 1, stepCount: steps.length, steps: done, servedSerial: '', timeline: done.flatMap(({name, index, startedAt}) =>
    [entry(899 + 2 * index, startedAt, numbers[index], 'info', name), entry(900 + 2 * index, startedAt, numbers[index], 'info', `${name}: ok`)]), ...more,
});

const [web_1, web_2] = site_service.nodes;
const failed = [step(0, 'done'), step(1, 'done'), ...[2, 3, 4, 5, 6].map((n) => step(n, 'undone', {message: '元に戻しました', messageNumber: 1862})), step(7, 'done'),
  step(8, 'failed', {detail: `${restart_failed}: ${apache_said}`, message: `web-2: a command failed [restart_failed: ${restart_failed}: ${apache_said}].`, messageNumber: 1812})];

export const applies = [
  apply(apply_row(shop, shop.nodes[0], 'running', {job: run_job('running')}), [0, 1, 2, 3, 4].map((n) => step(n, n === 4 ? 'running' : 'done'))),
  apply(apply_row(site_service, web_2, 'rolled-back', {order: orders[2].summary.id, endedAt: at(-1.4 * minute), error: `restart: ${restart_failed}: ${apache_said}`}), failed, {servedSerial: site_service.generations[0].serial,
    timeline: [
      entry(901, at(-2 * minute), 1801, 'info', '適用を開始します(ノード: web-2)'), entry(903, at(-1.99 * minute), 1850, 'info', '接続しました'),
      entry(909, at(-1.9 * minute), 1852, 'info', 'ファイルを転送しました'), entry(912, at(-1.85 * minute), 1853, 'info', '証明書と鍵を退避しました'),
      entry(915, at(-1.8 * minute), 1854, 'info', '置き換えました'), entry(919, at(-1.7 * minute), 1812, 'error', `web-2：コマンドが失敗しました [restart_failed: ${restart_failed}: ${apache_said}]。`),
      entry(921, at(-1.65 * minute), 1861, 'warning', 'ロールバックします'), entry(924, at(-1.6 * minute), 1862, 'warning', 'ファイルを元に戻しました'),
      entry(929, at(-1.4 * minute), 1862, 'info', 'web-2 は以前の証明書を提供しています')]}),
  apply(apply_row(site_service, web_1, 'succeeded', {order: orders[2].summary.id, endedAt: at(-1.5 * minute)}), steps.map((_, n) => step(n, 'done')), {servedSerial: web_1.servedSerial}),
  apply(apply_row(site_service, web_1, 'requested', {startedAt: null, scheduledFor: at(1), reason: 'scheduled', job: run_job('waiting', {attempt: 0, due: at(1)})}), [], {timeline: [], attempt: 0, stepCount: 0}),
  apply(apply_row(shop, shop.nodes[1], 'stuck', {error: `log_in: ${login_refused}: shop-2 (192.0.2.22:22): deploy`, requestedAt: at(-1), startedAt: at(-1)}), [step(0, 'done'), step(1, 'failed', {detail: `${login_refused}: shop-2 (192.0.2.22:22): deploy`, message: `shop-2: login refused [ssh_login_failed: ${login_refused}: shop-2 (192.0.2.22:22): deploy].`, messageNumber: 1811})]),
  apply(apply_row(partner, partner.nodes[0], 'rolling-back', {error: `restart: ${restart_failed}: ${apache_said}`, job: run_job('running', {attempt: 2, code: 'ssh_connection_lost', detail: 'partner-1 (192.0.2.31:22)'})}),
    [...failed.slice(0, 7).map((one) => (one.state === 'undone' ? {...one, state: one.index > 4 ? 'undone' : 'done'} : one)), failed[7], failed[8]]),
  apply(apply_row(partner, partner.nodes[1], 'requested', {startedAt: null, job: run_job('waiting', {attempt: 2, due: at(4 * minute), code: 'ssh_timed_out', detail: 'partner-2 (192.0.2.32:22)'})}), [], {timeline: [], attempt: 0, stepCount: 0}),
  apply(apply_row(payment, payment.nodes[1], 'stuck', {error: `check: no connection: pay-2; rollback: ssh_timed_out: pay-2 (192.0.2.42:22)`, requestedAt: at(-0.1), startedAt: at(-0.1)}),
    [...[0, 1, 2, 3, 4].map((n) => step(n, 'done')), step(5, 'undo-failed', {detail: 'ssh_timed_out: pay-2 (192.0.2.42:22)', message: 'pay-2: no answer'})]),
];

/** What the nodes' own rows say of their newest apply. */
const state_of = ({stage, scheduledFor, job}) => {
  if (job?.code && stage !== 'rolling-back') return 'retrying';
  return {requested: scheduledFor ? 'scheduled' : 'running', running: 'running', 'rolling-back': 'rolling-back', failed: 'failed', 'rolled-back': 'failed', stuck: 'stuck'}[stage] ?? 'none';
};
for (const {summary} of applies) {
  const node = services.flatMap(({nodes}) => nodes).find((one) => one.id === summary.node);
  Object.assign(node, {lastApply: summary.id, applyState: state_of(summary), applyError: summary.error || (summary.job?.code ? `${summary.job.code}: ${summary.job.detail}` : '')});
}
for (const node of site_service.nodes.slice(2)) node.leftOutSerial = node.issuedSerial;
Object.assign(site_service.generations[0], {extra: true, heldBy: [{node: web_2.id, name: web_2.name}]});
for (const [service, {summary}, orderState] of [[fresh, orders[0], 'under-way'], [shop, orders[1], 'retrying'], [recruit, orders[4], 'scheduled'], [mail, orders[5], 'retrying']]) {
  Object.assign(service, {openOrder: service_order(summary), orderState});
}
services.forEach(derive);

function service_order({id: order_id, stage, reason, scheduledFor, status, lastError, requestedAt, endedAt, job}) {
  return {id: order_id, stage, reason, scheduledFor, status, lastError, attemptError: job?.code ? `${job.code}: ${job.detail}` : '', parked: job?.state === 'parked', requestedAt, endedAt};
}

const attempt = (n, outcome, more = {}) => ({number: n, startedAt: at(-0.3 / n), endedAt: at(-0.3 / n + minute / 30), outcome, code: '', detail: '', ...more});

const pools = {order: 'ca', apply: 'install', node: 'check', access: 'check'};
const job = (kind, state, service, subject, more = {}) => ({
  id: id(), version: 4, kind, pool: pools[kind.split('.')[0]], key: subject, subject, service: service?.id ?? null, serviceName: service?.settings.name ?? '', state, priority: 0,
  due: at(0.01), attempt: 1, leaseUntil: null, error: '', cancelled: false, queuedAt: at(-0.4), endedAt: null, changedAt: 1300, attempts: [attempt(1, 'succeeded')], ...more,
});

const refused = {code: 'ssh_login_failed', detail: `${login_refused}: shop-2 (192.0.2.22:22): deploy`};
export const jobs = [
  job('apply.run', 'parked', shop, `apply-${applies[4].summary.id}`, {attempt: 3, error: `ssh_login_failed: ${refused.detail}`,
    attempts: [attempt(1, 'failed', refused), attempt(2, 'interrupted'), attempt(3, 'parked', refused)]}),
  job('apply.run', 'running', shop, `apply-${applies[0].summary.id}`, {id: applies[0].summary.job.id, leaseUntil: at(5 * minute), attempts: [attempt(1, 'running', {endedAt: null})]}),
  job('order.advance', 'waiting', fresh, `order-${orders[0].summary.id}`, {id: orders[0].summary.job.id, due: at(10 / 86400), attempts: [attempt(1, 'deferred')]}),
  job('order.advance', 'waiting', shop, `order-${orders[1].summary.id}`, {
    id: orders[1].summary.job.id, attempt: 3, due: orders[1].summary.job.due, error: rate_limited, attempts: [1, 2, 3].map((n) => attempt(n, 'failed', failed_with(rate_limited)))}),
  job('order.advance', 'parked', mail, `order-${orders[5].summary.id}`, {id: orders[5].summary.job.id, attempt: 8, error: parked_error, attempts: [attempt(8, 'parked', failed_with(parked_error))]}),
  job('node.check', 'finished', site_service, `node-${web_1.id}`, {endedAt: at(-0.05)}),
  job('access.scan', 'finished', null, `access-${accesses[1].id}`, {endedAt: at(-0.02), cancelled: true, error: '不要'}),
];

const log_texts = [
  ['info', 1850, 'apply', '接続しました(web-2 192.0.2.12:22)'], ['info', 1852, 'apply', 'ファイルを転送しました(/var/lib/kigen/2/cert.pem)'],
  ['warning', 1861, 'apply', 'ロールバックします(web-2)'], ['error', 1812, 'apply', 'コマンドが失敗しました: apachectl graceful'],
  ['info', 2405, 'check', 'Check begins (192.0.2.11, www.example.co.jp, 443)'], ['error', 1702, 'periodic', '有効期限が切れています(社内ポータル)'],
];
export const log_lines = Array.from({length: 260}, (_, n) => {
  const [severity, number, module, message] = log_texts[n % log_texts.length];
  return {position: 1300 - n, index: 0, time: at(-n * minute * 1.7), module, number, severity, company: '00001', service: site_service.id, parameters: [], message};
});
