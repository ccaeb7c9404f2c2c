import {duration, zoned} from '../lib/format.js';
import {language, t, word} from '../lib/i18n.js';
import {useResource} from '../lib/resource.js';
import {href} from '../lib/router.js';
import {is_admin} from '../lib/session.js';
import {html} from '../lib/ui.js';
import {tone} from '../ui/badge.js';
import {Loaded, Page, Section} from '../ui/page.js';
import {Cause, Note, without_output} from '../ui/problem.js';
import {Serial} from '../ui/serial.js';
import {Facts} from '../ui/table.js';
import {Timeline} from '../ui/timeline.js';
import {When} from '../ui/when.js';
import {ApplyButtons} from './apply/actions.js';
import {Steps} from './apply/steps.js';
import {service_crumb, services_crumb} from './shared/crumbs.js';
import {Progress, Stage, TryNow} from './shared/run.js';

/** A stuck one that was given up had begun. */
const outcome_of = ({stage, startedAt}) => stage === 'cancelled' && startedAt ? 'given-up' : stage;

/** In words: what the node serves now and why. */
function Outcome({data: {summary, servedSerial}}) {
  const {stage, error, serial} = summary;
  if (stage === 'requested' || stage === 'running') return null;
  return html`<${Note} tone=${tone('applyStage', stage)}>
    <strong>${t(`apply.outcome.${outcome_of(summary)}`, {node: summary.nodeName})}</strong>${' '}
    ${error && html`<${Cause} text=${error} />`}
    ${servedSerial && html`<p>${t(servedSerial === serial ? 'apply.serves_new' : 'apply.serves_old')} <${Serial} value=${servedSerial} /></p>`}
  <//>`;
}

function Body({data}) {
  const {summary, attempt, stepCount, steps, timeline} = data;
  const {startedAt, endedAt} = summary;
  return html`<${Outcome} data=${data} /><${Progress} run=${summary} />
    <${Section} title=${zoned(t('apply.steps'))}><${Steps} steps=${steps} total=${stepCount} summary=${summary} /><//>
    <${Section} title=${zoned(t('run.timeline'))}><${Timeline} entries=${timeline.map((entry) => ({...entry, message: without_output(entry.message, summary.error)}))} /><//>
    <${Section} title=${t('order.facts')}><${Facts} entries=${[
      [t('order.service'), html`<a href=${href(`/services/${summary.service}`)}>${summary.serviceName}</a>`],
      [t('apply.node'), html`<a href=${href(`/nodes/${summary.node}`)}>${summary.nodeName}</a>`],
      [t('apply.generation'), html`${t('generation.slot', {slot: summary.slot})} <${Serial} value=${summary.serial} />`],
      [t('order.reason'), word('applyReason', summary.reason)],
      [t('apply.order'), summary.order && html`<a href=${href(`/orders/${summary.order}`)}>${t('service.see_order')}</a>`],
      [t('order.requested'), html`<${When} at=${summary.requestedAt} />`],
      [t('order.scheduled'), summary.scheduledFor && html`<${When} at=${summary.scheduledFor} />`],
      [t('apply.started'), startedAt && html`<${When} at=${startedAt} />`],
      [t('order.ended'), endedAt && html`<${When} at=${endedAt} />`],
      [t('apply.took'), startedAt && endedAt && duration(Date.parse(endedAt) - Date.parse(startedAt))],
      [t('apply.runs'), attempt],
    ]} /><//>`;
}

/** One apply, step by step, live (R27, R28). */
export function Apply({apply}) {
  const resource = useResource(`/applies/${apply}`, {query: {lang: language.get()}, follow: [`apply-${apply}`, 'job-']});
  const {data} = resource;
  const crumbs = [services_crumb(), ...(data ? [service_crumb(data.summary.service, data.summary.serviceName)] : [])];
  const actions = data && is_admin() && html`<${TryNow} run=${data.summary} /><${ApplyButtons} data=${data} />`;
  return html`<${Page} title=${t('apply.page', {node: data?.summary.nodeName ?? '…'})} crumbs=${crumbs} actions=${actions}
      badge=${data && html`<${Stage} run=${data.summary} family="applyStage" states="applyState" />`}>
    <${Loaded} resource=${resource}>${() => html`<${Body} data=${data} />`}<//>
  <//>`;
}
