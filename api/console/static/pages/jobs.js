import {zoned} from '../lib/format.js';
import {t, word} from '../lib/i18n.js';
import {useObservable} from '../lib/observable.js';
import {useResource} from '../lib/resource.js';
import {href, place, set_query} from '../lib/router.js';
import {is_admin} from '../lib/session.js';
import {html} from '../lib/ui.js';
import {Word, tone} from '../ui/badge.js';
import {Choice, Filters} from '../ui/filters.js';
import {Loaded, Page} from '../ui/page.js';
import {Pager, usePager} from '../ui/pager.js';
import {Cause} from '../ui/problem.js';
import {Table} from '../ui/table.js';
import {When} from '../ui/when.js';
import {JobButtons, job_state} from './shared/job_actions.js';

const column = (key, cell, kind) => ({key, title: t(`job.${key}`), cell, kind});

const error_cell = (job) => job.error && html`<span class="detail"><${Cause} text=${job.error} /></span>`;

const columns = (admin) => [
  column('kind', (job) => html`<a href=${href(`/jobs/${job.id}`)}><strong>${word('jobKind', job.kind)}</strong></a>`, 'main'),
  column('service', (job) => job.service && html`<a href=${href(`/services/${job.service}`)}>${job.serviceName}</a>`),
  column('state', (job) => html`<${Word} family="jobState" value=${job_state(job)} />`),
  column('attempt', (job) => job.attempt, 'number'),
  {...column('due', (job) => html`<${When} at=${job.endedAt ?? job.due} form="brief" said />`), title: zoned(t('job.due'))},
  column('error', error_cell),
  ...(admin ? [column('actions', (job) => html`<${JobButtons} job=${job} />`, 'actions')] : []),
];

/** What the product does, will do, and could not do (design §5). */
export function Jobs() {
  const {query} = useObservable(place);
  const [state, service] = [query.get('state') ?? '', query.get('service') ?? ''];
  const pager = usePager(`${state} ${service}`);
  const resource = useResource('/jobs', {query: {state, service, limit: 50, cursor: pager.cursor}, follow: ['job-']});
  return html`<${Page} title=${t('nav.jobs')}>
    <${Filters}><${Choice} label=${t('filter.progress')} value=${state} family="jobState"
      values=${['waiting', 'running', 'parked', 'finished']} onChange=${(value) => set_query({state: value})} /><//>
    <${Loaded} resource=${resource}>${({items, next}) => html`
      <${Table} caption=${t('nav.jobs')} columns=${columns(is_admin())} rows=${items} level=${(job) => tone('jobState', job_state(job))} empty=${t('job.none')} />
      <${Pager} pager=${pager} next=${next} />`}<//>
  <//>`;
}
