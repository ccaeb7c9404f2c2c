import {duration, zoned} from '../lib/format.js';
import {t, word} from '../lib/i18n.js';
import {useResource} from '../lib/resource.js';
import {href} from '../lib/router.js';
import {is_admin} from '../lib/session.js';
import {html} from '../lib/ui.js';
import {Word} from '../ui/badge.js';
import {Loaded, Page, Section} from '../ui/page.js';
import {Cause, Note} from '../ui/problem.js';
import {Facts, Table} from '../ui/table.js';
import {When} from '../ui/when.js';
import {JobButtons, job_state} from './shared/job_actions.js';

const column = (key, cell, kind) => ({key, title: t(`attempt.${key}`), cell, kind});

const attempt_columns = () => [
  column('number', ({number}) => number, 'number'),
  column('outcome', ({outcome}) => html`<${Word} family="attemptOutcome" value=${outcome} />`, 'main'),
  {...column('started', ({startedAt}) => html`<${When} at=${startedAt} said />`), title: zoned(t('attempt.started'))},
  column('took', ({startedAt, endedAt}) => endedAt && duration(Date.parse(endedAt) - Date.parse(startedAt)), 'number'),
  column('error', ({code, detail}) => code && html`<span class="detail"><${Cause} text=${`${code}: ${detail}`} /></span>`),
];

/** "order-<id>" and "apply-<id>" have pages of their own. */
function Subject({stream}) {
  const [, kind, id] = /^([a-z]+)-(.*)$/.exec(stream) ?? [];
  const folder = {order: 'orders', apply: 'applies', node: 'nodes', service: 'services', access: 'accesses'}[kind];
  return folder ? html`<a href=${href(`/${folder}/${id}`)}><code class="long">${stream}</code></a>` : html`<code class="long">${stream}</code>`;
}

function Body({job}) {
  return html`${job.state === 'parked' && html`<${Note} tone="error">${t('job.is_parked')}<${Cause} text=${job.error} /><//>`}
    <${Section} title=${t('job.facts')}><${Facts} entries=${[
      [t('job.service'), job.service && html`<a href=${href(`/services/${job.service}`)}>${job.serviceName}</a>`],
      [t('job.subject'), html`<${Subject} stream=${job.subject} />`],
      [t('job.pool'), word('jobPool', job.pool)],
      [t('job.key'), html`<code class="long">${job.key}</code>`],
      [t('job.queued'), html`<${When} at=${job.queuedAt} />`],
      [t('job.due'), html`<${When} at=${job.due} />`],
      [t('job.lease'), job.leaseUntil && html`<${When} at=${job.leaseUntil} />`],
      [t('order.ended'), job.endedAt && html`<${When} at=${job.endedAt} />`],
      [t('log.position'), `#${job.changedAt}`],
    ]} /><//>
    <${Section} title=${t('job.attempts')}>
      <${Table} caption=${t('job.attempts')} columns=${attempt_columns()} rows=${[...job.attempts].reverse()}
        row_key=${({number, startedAt}) => `${number} ${startedAt}`} empty=${t('job.no_attempts')} /><//>`;
}

export function Job({job}) {
  const resource = useResource(`/jobs/${job}`, {follow: [`job-${job}`]});
  const {data} = resource;
  return html`<${Page} title=${data ? word('jobKind', data.kind) : '…'} crumbs=${[['/jobs', t('nav.jobs')]]}
      badge=${data && html`<${Word} family="jobState" value=${job_state(data)} />`}
      actions=${data && is_admin() && html`<${JobButtons} job=${data} />`}>
    <${Loaded} resource=${resource}>${(row) => html`<${Body} job=${row} />`}<//>
  <//>`;
}
