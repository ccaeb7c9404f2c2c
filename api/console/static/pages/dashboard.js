import {t, word} from '../lib/i18n.js';
import {number} from '../lib/format.js';
import {useResource} from '../lib/resource.js';
import {href} from '../lib/router.js';
import {session} from '../lib/session.js';
import {html} from '../lib/ui.js';
import {Word, tone} from '../ui/badge.js';
import {Calendar} from '../ui/calendar.js';
import {Empty, Loaded, Page, Section} from '../ui/page.js';
import {Cause} from '../ui/problem.js';
import {When} from '../ui/when.js';
import {InNoGroup, is_in_no_group} from './groups/none.js';

const follow = ['service-', 'node-', 'order-', 'apply-', 'job-'];
const lines_a_topic = 20;

function Tile({to, value, text, colour}) {
  return html`<a class="tile ${value > 0 ? colour : 'plain'}" href=${to}><b>${number(value)}</b><span>${text}</span></a>`;
}

/** Each says how many rows the list behind it has: severities are counted of enabled services. */
function Tiles({data: {services, severities, jobs}}) {
  return html`<div class="tiles">
    <${Tile} to=${href('/services')} value=${services} text=${t('nav.services')} colour="plain" />
    ${severities.map(({severity, services: some}) => html`<${Tile} key=${severity} value=${some} text=${word('severity', severity)}
      to=${href('/services', {severity, state: 'enabled'})} colour=${tone('severity', severity)} />`)}
    <${Tile} to=${href('/jobs', {state: 'parked'})} value=${jobs.parked} text=${t('dashboard.parked')} colour="error" />
  </div>`;
}

/** The one thing to do about a line: [path, words]. */
function action_of({topic, order, apply, node, service}) {
  if (order) return [`/orders/${order}`, t('service.see_order')];
  if (apply && topic.startsWith('apply-')) return [`/applies/${apply}`, t(topic === 'apply-stuck' ? 'dashboard.see_stuck' : 'dashboard.see_apply')];
  return node ? [`/nodes/${node}`, t('dashboard.see_node')] : [`/services/${service}`, t('dashboard.see_service')];
}

/** Why, or when the certificate ends: what is said of orders and nodes has no other time. */
function Why({line: {detail, order, node, notAfter}}) {
  if (detail) return html`<${Cause} text=${detail} />`;
  return order || node ? null : html`<${When} at=${notAfter} form="relative" />`;
}

function Line({line}) {
  const {severity, topic, serviceName, service, node, nodeName, moreNodes} = line;
  const [path, words] = action_of(line);
  return html`<li class="level-${tone('severity', severity)}">
    <${Word} family="topic" value=${topic} />
    <span class="where"><a href=${href(`/services/${service}`)}>${serviceName}</a>
      ${node && html` <a class="muted" href=${href(`/nodes/${node}`)}>${nodeName}</a>`}
      ${moreNodes > 0 && html` <span class="muted">${t('dashboard.more_nodes', {n: number(moreNodes)})}</span>`}</span>
    <span class="detail"><${Why} line=${line} /></span>
    <a href=${href(path)}>${words}</a>
  </li>`;
}

const title_of = (severity) => (severity === 'ok' ? t('dashboard.scheduled') : word('severity', severity));

/** The lines of one severity; where a topic has more than are shown, a link to all. */
function Lines({data, severity}) {
  const lines = data.lines.filter((line) => line.severity === severity);
  if (lines.length === 0) return null;
  const cut = data.counts.filter((one) => one.severity === severity && one.services > lines_a_topic);
  return html`<h3 class="lines-title ${tone('severity', severity)}">${title_of(severity)}</h3>
    <ul class="lines">${lines.map((line) => html`<${Line} key=${`${line.topic} ${line.service}`} line=${line} />`)}
    ${cut.map(({topic, services}) => html`<li key=${topic}><a href=${href('/services', {topic})}>
      ${t('dashboard.all_of', {topic: word('topic', topic), n: number(services)})}</a></li>`)}</ul>`;
}

/** Nothing to tell is good news only where somebody has looked at something. */
function Quiet({data: {services, severities}}) {
  if (services === 0) return t('services.none');
  return severities.some((one) => one.severity === 'unknown' && one.services > 0) ? t('dashboard.not_all_seen') : t('dashboard.all_well');
}

export function Dashboard() {
  const resource = useResource('/dashboard', {query: {limit: lines_a_topic}, follow});
  if (is_in_no_group(session.get())) return html`<${Page} title=${t('nav.dashboard')}><${InNoGroup} /><//>`;
  return html`<${Page} title=${t('nav.dashboard')}>
    <${Loaded} resource=${resource}>${(data) => html`
      <${Tiles} data=${data} />
      <${Section} title=${t('dashboard.attention')}>
        ${data.severities.map(({severity}) => html`<${Lines} key=${severity} data=${data} severity=${severity} />`)}
        ${data.lines.length === 0 && html`<${Empty}><${Quiet} data=${data} /><//>`}
      <//>`}<//>
    <${Calendar} />
  <//>`;
}
