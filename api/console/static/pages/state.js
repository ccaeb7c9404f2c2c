import {count, t, word} from '../lib/i18n.js';
import {number} from '../lib/format.js';
import {useResource} from '../lib/resource.js';
import {href} from '../lib/router.js';
import {html, useEffect} from '../lib/ui.js';
import {Badge, Word, tone} from '../ui/badge.js';
import {Loaded, Page, Section} from '../ui/page.js';
import {Facts, Table} from '../ui/table.js';
import {When} from '../ui/when.js';

const refresh_ms = 5000;

/** What a part that works says of itself; of one in trouble the server tells more. */
const good_details = ({jobs, viewsLag}) => ({
  'event-log': word('partDetail', 'event-log'), orchestrator: word('partDetail', 'orchestrator'),
  views: count('state_page.lag', viewsLag), jobs: t('state_page.jobs', jobs),
});

const detail_of = ({name, state, detail}, details) =>
  (state !== 'critical' && details[name]) || (state === 'ok' ? t('state_page.no_trouble') : detail);

const columns = (details) => [
  {key: 'name', title: t('state_page.part'), kind: 'main', cell: ({name}) => word('part', name)},
  {key: 'state', title: t('job.state'), cell: ({state}) => html`<${Word} family="severity" value=${state} />`},
  {key: 'detail', title: t('state_page.detail'), cell: ({since, name, state, ...part}) => html`<span class="detail">${detail_of({name, state, ...part}, details)}</span>
    ${since && html`<small class="muted">${t('state_page.since')} <${When} at=${since} /></small>`}
    ${state !== 'ok' && html`<p>${word('partAdvice', name)}</p>`}`},
];

function Body({data}) {
  const {version, startedAt, now, logEnd, intake, viewsPosition, viewsLag, jobs, sessions, parts} = data;
  return html`<${Section} title=${t('state_page.product')}><${Facts} entries=${[
      [t('state_page.version'), version],
      [t('state_page.started'), html`<${When} at=${startedAt} /> <small class="muted"><${When} at=${startedAt} form="relative" /></small>`],
      [t('state_page.now'), html`<${When} at=${now} />`],
      [t('state_page.intake'), html`<${Badge} tone=${intake === 'open' ? 'ok' : 'error'}>${word('intake', intake)}<//>`],
      [t('state_page.log_end'), number(logEnd)],
      [t('state_page.views'), html`${number(viewsPosition)} ${viewsLag > 0 && html`<${Badge} tone="warning">${count('state_page.lag', viewsLag)}<//>`}`],
      [t('nav.jobs'), t('state_page.jobs', jobs)],
      [t('state_page.sessions'), number(sessions)],
      [t('licences.title'), html`<a href=${href('/licences')}>${t('licences.link')}</a>`],
    ]} /><//>
    <${Section} title=${t('state_page.parts')}>
      <${Table} caption=${t('state_page.parts')} columns=${columns(good_details(data))} rows=${parts} row_key=${({name}) => name}
        level=${({state}) => tone('severity', state)} empty="" /><//>`;
}

/** Version and state of every part (R6). */
export function State() {
  const resource = useResource('/state');
  useEffect(() => {
    const timer = setInterval(resource.reload, refresh_ms);
    return () => clearInterval(timer);
  }, []);
  return html`<${Page} title=${t('nav.state')}>
    <${Loaded} resource=${resource}>${(data) => html`<${Body} data=${data} />`}<//>
  <//>`;
}
