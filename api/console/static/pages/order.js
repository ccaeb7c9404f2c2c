import {command, etag_of, settled} from '../lib/http.js';
import {zoned} from '../lib/format.js';
import {language, t, word} from '../lib/i18n.js';
import {useResource} from '../lib/resource.js';
import {href} from '../lib/router.js';
import {is_admin} from '../lib/session.js';
import {html} from '../lib/ui.js';
import {tone, trouble} from '../ui/badge.js';
import {confirm} from '../ui/dialog.js';
import {Loaded, Page, Section} from '../ui/page.js';
import {Cause, Note} from '../ui/problem.js';
import {Serial} from '../ui/serial.js';
import {Facts} from '../ui/table.js';
import {Timeline} from '../ui/timeline.js';
import {When} from '../ui/when.js';
import {LeftOut} from './order/left_out.js';
import {ApplyTable} from './shared/apply_table.js';
import {CaStatus} from './shared/order_table.js';
import {Progress, Stage, TryNow} from './shared/run.js';
import {Track} from './shared/track.js';
import {service_crumb, services_crumb} from './shared/crumbs.js';

const way = ['requested', 'prepared', 'submitting', 'submitted', 'issued', 'registered'];
const before_ca = ['requested', 'prepared'];
const at_ca = ['submitting', 'submitted'];
const can_cancel = ({summary: {stage}, cancelRequested}) => !cancelRequested && [...before_ca, ...at_ca].includes(stage);

const ask_cancel = ({summary, version}) => confirm({
  title: t('order.cancel_title'), text: t(before_ca.includes(summary.stage) ? 'order.cancel_text' : 'order.cancel_text_at_ca', {name: summary.serviceName}), action: t('order.cancel'),
  run: async () => {
    const options = {body: {reason: ''}, etag: etag_of(version)};
    await settled((await command('POST', `/orders/${summary.id}/cancel`, options)).position);
  },
});

/** How far an order that ended badly had come, by what it holds. */
function last_stage({summary, caOrder, csrPem}) {
  if (summary.serial) return 'issued';
  if (caOrder) return 'submitted';
  return csrPem ? 'prepared' : 'requested';
}

/** The way from request to certificate; an order that failed stays where it was. */
function Way({data}) {
  const {summary} = data;
  const is_broken_off = summary.stage === 'failed' || summary.stage === 'cancelled';
  const reached = way.indexOf(is_broken_off ? last_stage(data) : summary.stage);
  return html`<${Track} labels=${way.map((stage) => word('orderStage', stage))} reached=${reached}
    done=${summary.stage === 'registered'} tone=${trouble(summary.severity)} />`;
}

function Outcome({summary}) {
  const {stage, lastError, endedAt} = summary;
  if (!endedAt) return html`<${Progress} run=${summary} error=${lastError} />`;
  return html`<${Note} tone=${tone('orderStage', stage)}>${t(`order.outcome.${stage}`)}${' '}
    ${stage !== 'registered' && lastError && html`<${Cause} text=${lastError} />`}<//>`;
}

function Body({data}) {
  const {summary, caAccount, sans, applyWhenIssued, attempt, caOrder, applies, timeline} = data;
  const account = useResource(`/ca-accounts/${caAccount}`).data;
  return html`<${Way} data=${data} />
    <${Outcome} summary=${summary} />
    <${LeftOut} order=${data} />
    ${applies.length > 0 && html`<${Section} title=${t('nav.applies')}><${ApplyTable} rows=${applies} /><//>`}
    <${Section} title=${zoned(t('run.timeline'))}><${Timeline} entries=${timeline} /><//>
    <${Section} title=${t('order.facts')}><${Facts} entries=${[
      [t('order.service'), html`<a href=${href(`/services/${summary.service}`)}>${summary.serviceName}</a>`],
      [t('service.commonName'), summary.commonName],
      [t('service.sans'), sans.join(', ')],
      [t('order.reason'), word('orderReason', summary.reason)],
      [t('service.caAccount'), account?.settings.name],
      [t('order.requested'), html`<${When} at=${summary.requestedAt} />`],
      [t('order.scheduled'), summary.scheduledFor && html`<${When} at=${summary.scheduledFor} />`],
      [t('order.ended'), summary.endedAt && html`<${When} at=${summary.endedAt} />`],
      [t('order.status'), summary.status && html`<${CaStatus} status=${summary.status} />`],
      [t('order.ca_order'), caOrder && html`<code class="long">${caOrder}</code>`],
      [t('order.submissions'), attempt],
      [t('generation.serial'), summary.serial && html`<${Serial} value=${summary.serial} />`],
      [t('order.apply'), t(applyWhenIssued ? 'state.does' : 'state.does_not')],
    ]} /><//>`;
}

/** One order, live (R19). */
export function Order({order}) {
  const resource = useResource(`/orders/${order}`, {query: {lang: language.get()}, follow: [`order-${order}`, 'job-', 'apply-', 'node-']});
  const {data} = resource;
  const crumbs = [services_crumb(), ...(data ? [service_crumb(data.summary.service, data.summary.serviceName)] : [])];
  const actions = data && is_admin() && html`<${TryNow} run=${data.summary} />
    ${can_cancel(data) && html`<button type="button" class="outline danger" onClick=${() => ask_cancel(data)}>${t('order.cancel')}</button>`}`;
  return html`<${Page} title=${t('order.page', {name: data?.summary.serviceName ?? '…'})} crumbs=${crumbs} actions=${actions}
      badge=${data && html`<${Stage} run=${data.summary} family="orderStage" states="orderState" />`}>
    <${Loaded} resource=${resource}>${() => html`<${Body} data=${data} />`}<//>
  <//>`;
}
