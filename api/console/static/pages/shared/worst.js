import {href} from '../../lib/router.js';
import {html} from '../../lib/ui.js';
import {Word, tone} from '../../ui/badge.js';
import {seen} from './three_states.js';

// Facts: {family, value, path of the page that tells more}; without a value it is none.

const facts_of_node = (node) => {
  const page = `/nodes/${node.id}`;
  return [
    {family: 'applyState', value: node.applyState, path: node.lastApply ? `/applies/${node.lastApply}` : page},
    {family: 'verdict', value: seen(node), path: page},
    {family: 'topic', value: node.leftOutSerial && 'left-out', path: page},
    {family: 'severity', value: node.severity === 'unknown' && 'unknown', path: page},
  ];
};

function facts_of_service(service, expiry) {
  const order = service.openOrder ?? service.lastOrder;
  return [
    {family: 'expiry', value: expiry},
    {family: 'orderState', value: service.orderState, path: order && `/orders/${order.id}`},
    ...service.nodes.filter(({severity}) => severity === service.severity).flatMap(facts_of_node),
  ];
}

/** Those that are as severe as the whole, each word once. */
function worst(facts, severity) {
  const found = facts.filter(({family, value}) => value && tone(family, value) === tone('severity', severity));
  return found.filter(({family, value}, index) => index === found.findIndex((one) => one.family === family && one.value === value));
}

const Facts = ({facts}) => facts.map(({family, value, path}) => {
  const badge = html`<${Word} family=${family} value=${value} />`;
  return html`<span key=${`${family} ${value}`}>${path ? html`<a href=${href(path)}>${badge}</a>` : badge}</span>`;
});

/** What stands in the head of a node's page: the worst there is to say of it, with the way there. */
export const WorstOfNode = ({node}) => html`<${Facts} facts=${worst(facts_of_node(node), node.severity)} />`;

/** The same of a service; where nothing is the matter, its expiry. */
export function WorstOfService({service, expiry}) {
  const facts = facts_of_service(service, expiry);
  return html`<${Facts} facts=${service.severity === 'ok' ? facts.slice(0, 1) : worst(facts, service.severity)} />`;
}
