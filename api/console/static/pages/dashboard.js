import {count, t, word} from '../lib/i18n.js';
import {number} from '../lib/format.js';
import {useResource} from '../lib/resource.js';
import {href} from '../lib/router.js';
import {html} from '../lib/ui.js';
import {Badge} from '../ui/badge.js';
import {Calendar} from '../ui/calendar.js';
import {Empty, Loaded, Page, Section} from '../ui/page.js';
import {Cause} from '../ui/problem.js';
import {When} from '../ui/when.js';

const follow = ['service-', 'node-', 'order-', 'apply-', 'job-'];
const lines_a_topic = 20;

// How what a line says looks.
const levels = {red: 'error', yellow: 'warning', plain: 'ok'};
const icons = {'order-scheduled': 'clock', 'order-under-way': 'running', 'apply-error': 'error', 'not-served': 'warning'};
const tones = {red: 'error', yellow: 'warning', plain: 'plain'};

// Where all services of a topic are listed.
const filter_of = {
  expired: {expiry: 'expired'}, 'expiry-error': {expiry: 'error'}, 'expiry-warning': {expiry: 'warning'},
  'order-error': {orderState: 'error'}, 'order-scheduled': {orderState: 'scheduled'},
  'order-under-way': {orderState: 'under-way'}, 'apply-error': {applyState: 'error'}, 'not-served': {level: 'warning'},
};
const list_of = (topic) => href('/services', filter_of[topic] ?? {expiry: topic});

const sum = (counts, colour) =>
  counts.filter((one) => one.colour === colour).reduce((total, {services}) => total + services, 0);

const topic_count = (counts, name) => counts.find(({topic}) => topic === name)?.services ?? 0;

function Tile({to, value, text, tone}) {
  return html`<a class="tile ${value > 0 ? tone : 'plain'}" href=${to}><b>${number(value)}</b><span>${text}</span></a>`;
}

function Tiles({data: {services, counts, jobs}}) {
  return html`<div class="tiles">
    <${Tile} to=${href('/services')} value=${services} text=${t('dashboard.services')} tone="plain" />
    <${Tile} to=${href('/services', {level: 'error'})} value=${sum(counts, 'red')} text=${t('dashboard.red')} tone="error" />
    <${Tile} to=${href('/services', {level: 'warning'})} value=${sum(counts, 'yellow')} text=${t('dashboard.yellow')}
      tone="warning" />
    <${Tile} to=${list_of('order-under-way')} value=${topic_count(counts, 'order-under-way')}
      text=${t('dashboard.orders')} tone="active" />
    <${Tile} to=${href('/jobs', {state: 'parked'})} value=${jobs.parked} text=${t('dashboard.parked')} tone="error" />
  </div>`;
}

const of_nodes = ['apply-error', 'not-served'];

/** Where the order is, or when the certificate ends; what is said of a node has neither. */
function end_of({topic, order, notAfter}) {
  if (order) return html`<a href=${href(`/orders/${order}`)}>${t('service.see_order')}</a>`;
  return of_nodes.includes(topic) ? null : html`<${When} at=${notAfter} form="relative" />`;
}

function Line({line}) {
  const {colour, topic, serviceName, service, node, nodeName, detail} = line;
  const tone = topic === 'order-under-way' ? 'active' : tones[colour];
  return html`<li class="level-${levels[colour]}">
    <${Badge} tone=${tone} icon=${icons[topic] ?? (colour === 'red' ? 'error' : 'clock')}>${word('dashboardTopic', topic)}<//>
    <a href=${href(`/services/${service}`)}>${serviceName}</a>
    ${node && html`<a class="muted" href=${href(`/nodes/${node}`)}>${nodeName}</a>`}
    <span class="detail">${detail && html`<${Cause} text=${detail} />`}</span>
    <span>${end_of(line)}</span>
  </li>`;
}

/** The lines of one colour; where a topic has more than are shown, a link to all. */
function Lines({data, colour}) {
  const lines = data.lines.filter((line) => line.colour === colour);
  if (lines.length === 0) return null;
  const cut = data.counts.filter((one) => one.colour === colour && one.services > lines_a_topic);
  return html`<h3 class="lines-title ${levels[colour]}">${t(`dashboard.${colour}`)}
      <small>${count('lines', sum(data.counts, colour))}</small></h3>
    <ul class="lines">${lines.map((line) => html`<${Line} key=${`${line.topic} ${line.service} ${line.node}`} line=${line} />`)}
    ${cut.map(({topic, services}) => html`<li key=${topic}><a href=${list_of(topic)}>
      ${t('dashboard.all_of', {topic: word('dashboardTopic', topic), n: number(services)})}</a></li>`)}</ul>`;
}

export function Dashboard() {
  const resource = useResource('/dashboard', {query: {limit: lines_a_topic}, follow});
  return html`<${Page} title=${t('nav.dashboard')}>
    <${Loaded} resource=${resource}>${(data) => html`
      <${Tiles} data=${data} />
      <${Section} title=${t('dashboard.attention')}>
        ${['red', 'yellow', 'plain'].map((colour) => html`<${Lines} key=${colour} data=${data} colour=${colour} />`)}
        ${data.lines.length === 0 && html`<${Empty}>${t('dashboard.all_well')}<//>`}
      <//>`}<//>
    <${Calendar} />
  <//>`;
}
