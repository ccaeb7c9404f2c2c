// How severe things are, and what the dashboard tells of a service: what the server computes in projections/.

const ranks = ['ok', 'unknown', 'active', 'warning', 'critical'];
export const worst = (severities) => ranks[Math.max(0, ...severities.map((one) => ranks.indexOf(one)))];

const of_expiry = (status) => ({none: 'ok', valid: 'ok', error: 'critical', expired: 'critical'})[status] ?? 'warning';
const of_order = {none: 'ok', scheduled: 'ok', 'under-way': 'active', retrying: 'warning', error: 'critical'};
const of_apply = {none: 'ok', scheduled: 'ok', running: 'active', 'rolling-back': 'warning', retrying: 'warning', failed: 'warning', stuck: 'critical'};

const is_elsewise = ({enabled, checkedFromOutside, checkedAt, issuedSerial, served, applyState}) =>
  enabled && checkedFromOutside && checkedAt && issuedSerial && !served && !['active', 'critical'].includes(of_apply[applyState]);
const is_left_out = ({enabled, leftOutSerial}) => enabled && leftOutSerial !== '';

export function severity_of_node(node) {
  if (!node.enabled) return 'ok';
  if (is_elsewise(node)) return 'critical';
  const is_unseen = node.issuedSerial && node.checkedFromOutside && !node.checkedAt;
  return worst([of_apply[node.applyState], is_left_out(node) ? 'warning' : 'ok', is_unseen ? 'unknown' : 'ok']);
}

/** The node and service states that follow from others. */
export function derive(service) {
  for (const node of service.nodes) node.severity = severity_of_node(node);
  const enabled = service.nodes.filter((node) => node.enabled);
  const states = Object.keys(of_apply);
  service.applyState = states[Math.max(0, ...enabled.map(({applyState}) => states.indexOf(applyState)))];
  service.severity = service.enabled ? worst([of_expiry(service.expiryStatus), of_order[service.orderState], ...enabled.map(({severity}) => severity)]) : 'ok';
  return service;
}

const expiry = (status) => ['expiry', ({expiryStatus}) => expiryStatus === status, of_expiry(status)];
const order = (state) => ['order', ({orderState}) => orderState === state, of_order[state]];
const apply = (state) => ['node', (node) => node.enabled && node.applyState === state, of_apply[state]];

/** {topic: [what it is told of, whether it is said of that, severity]}, the most severe first. */
export const topics = {
  expired: expiry('expired'), 'expiry-error': expiry('error'), 'apply-stuck': apply('stuck'), 'not-served': ['node', is_elsewise, 'critical'],
  'order-error': order('error'), 'order-retrying': order('retrying'), 'apply-failed': apply('failed'), 'apply-rolling-back': apply('rolling-back'),
  'apply-retrying': apply('retrying'), 'left-out': ['node', is_left_out, 'warning'], 'under-15': expiry('under-15'), 'under-30': expiry('under-30'),
  'under-60': expiry('under-60'), 'under-90': expiry('under-90'), 'expiry-warning': expiry('warning'), 'order-under-way': order('under-way'),
  'apply-under-way': apply('running'), 'order-scheduled': order('scheduled'), 'apply-scheduled': apply('scheduled'),
};

/** The nodes that a topic is said of, or whether it is said of the service. */
const said_of = (service, topic) => {
  const [subject, holds] = topics[topic];
  return subject === 'node' ? service.nodes.filter(holds) : holds(service) && [];
};

export function is_under(service, topic) {
  const nodes = said_of(service, topic);
  return service.enabled && Boolean(nodes) && (topics[topic][0] !== 'node' || nodes.length > 0);
}

export function line_of(service, topic) {
  const [subject, , severity] = topics[topic];
  const [node, ...more] = said_of(service, topic);
  const told = subject === 'order' ? service.openOrder ?? service.lastOrder : null;
  const of_node_apply = node && node.applyState !== 'none';
  return {
    severity, topic, service: service.id, serviceName: service.settings.name, notAfter: service.generations.at(-1)?.notAfter ?? null,
    order: told?.id ?? null, node: node?.id ?? null, nodeName: node?.name ?? '', moreNodes: more.length,
    apply: of_node_apply ? node.lastApply : null, detail: told?.lastError ?? (of_node_apply ? node.applyError : ''),
  };
}
