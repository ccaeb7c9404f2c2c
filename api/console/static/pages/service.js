import {t} from '../lib/i18n.js';
import {useResource} from '../lib/resource.js';
import {href} from '../lib/router.js';
import {is_admin} from '../lib/session.js';
import {html} from '../lib/ui.js';
import {Badge, tone} from '../ui/badge.js';
import {LogTable} from '../ui/log_table.js';
import {Loaded, Page, Section} from '../ui/page.js';
import {Cause, Note} from '../ui/problem.js';
import {When} from '../ui/when.js';
import {Actions} from './service/actions.js';
import {Generations} from './service/generations.js';
import {History} from './service/history.js';
import {Nodes} from './service/nodes.js';
import {PendingKey} from './service/pending_key.js';
import {SettingsFacts} from './service/settings_facts.js';
import {WorstOfService} from './shared/worst.js';

const renews = ({settings}) => settings.renewal.rule !== 'never';
const is_overdue = (service) => service.renewalOverdue && renews(service);

/** Near its expiry, a service that is renewed by itself is late; one that is not never is. */
function expiry_of(service) {
  if (service.expiryStatus !== 'error') return service.expiryStatus;
  if (is_overdue(service)) return 'overdue';
  return renews(service) ? 'error' : 'never-renewed';
}

function Warnings({data}) {
  return html`
    ${!data.enabled && html`<${Note}>${t('service.is_disabled')}<//>`}
    ${is_overdue(data) && html`<${Note} tone="error">${t('service.overdue')} <${When} at=${data.renewalDue} /><//>`}
    ${data.keyRequested && html`<${Note}>${t('csr.being_made')}<//>`}
    ${data.openOrder && html`<${Note} tone=${tone('orderState', data.orderState)}>${t('service.order_open')} <a href=${href(`/orders/${data.openOrder.id}`)}>${t('service.see_order')}</a>
      ${data.openOrder.lastError && html`<p><${Cause} text=${data.openOrder.lastError} /></p>`}<//>`}`;
}

function Log({service}) {
  const all = html`<a href=${href(`/services/${service}/log`)}>${t('service.whole_log')}</a>`;
  return html`<${Section} title=${t('nav.log')} actions=${all}><${LogTable} path=${`/services/${service}/log`} limit=${20} /><//>`;
}

function Body({data}) {
  const admin = is_admin();
  return html`<${Warnings} data=${data} />
    <${Nodes} service=${data} admin=${admin} />
    <${Generations} service=${data} admin=${admin} />
    ${data.csr && html`<${PendingKey} service=${data} />`}
    <${SettingsFacts} service=${data} admin=${admin} />
    <${History} service=${data.id} />
    <${Log} service=${data.id} />`;
}

export function Service({service}) {
  const resource = useResource(`/services/${service}`, {follow: [`service-${service}`, 'node-', 'order-', 'apply-']});
  const {data} = resource;
  const badge = data && (data.enabled ? html`<${WorstOfService} service=${data} expiry=${expiry_of(data)} />`
    : html`<${Badge}>${t('state.disabled')}<//>`);
  return html`<${Page} title=${data?.settings.name ?? '…'} crumbs=${[['/services', t('nav.services')]]} badge=${badge}
      actions=${data && is_admin() && html`<${Actions} service=${data} />`}>
    <${Loaded} resource=${resource}>${() => html`<${Body} data=${data} />`}<//>
  <//>`;
}
