import {number} from '../lib/format.js';
import {t, word} from '../lib/i18n.js';
import {useObservable} from '../lib/observable.js';
import {useResource} from '../lib/resource.js';
import {href, place, set_query} from '../lib/router.js';
import {is_admin, session} from '../lib/session.js';
import {html} from '../lib/ui.js';
import {Badge, Word, tone} from '../ui/badge.js';
import {Choice, Filters, SearchBox} from '../ui/filters.js';
import {Icon} from '../ui/icon.js';
import {Loaded, Page} from '../ui/page.js';
import {Pager, usePager} from '../ui/pager.js';
import {SortHead} from '../ui/sort_head.js';
import {Table} from '../ui/table.js';
import {When} from '../ui/when.js';
import {InNoGroup, is_in_no_group} from './groups/none.js';
import {useOwnGroups} from './groups/use_groups.js';

const page_size = 50;
const usual_length = 24;   // of a name that takes no second line
const filters = ['q', 'group', 'severity', 'topic', 'state', 'orderState', 'applyState', 'expiry', 'expiresFrom', 'expiresBefore'];
const settings = [...filters, 'sort', 'direction'];
const name_cell = (row) => html`<a href=${href(`/services/${row.id}`)}><strong>${row.name}</strong></a>
  ${!row.enabled && html` <${Badge}>${t('state.disabled')}<//>`}`;

const names_cell = (row) => html`<span class=${row.commonName.length <= usual_length ? 'one-line' : ''}>${row.commonName}
  ${row.sanCount > 0 && html` <small class="muted" title=${t('service.sans')}>+${row.sanCount}</small>`}</span>`;

/** The end of the certificate, and how near it is: in words where that is too near. */
const until_cell = (row) => html`<span class="one-line"><${When} at=${row.notAfter} form="date" /> <small class="muted"><${When} at=${row.notAfter} form="relative" /></small></span>
  ${row.expiryStatus !== 'valid' && html`<div><${Word} family="expiry" value=${row.expiryStatus} /></div>`}`;

const work_cell = (row) => html`
  ${row.orderState !== 'none' && html`<div><${Word} family="orderState" value=${row.orderState} /></div>`}
  ${row.applyState !== 'none' && html`<div><${Word} family="applyState" value=${row.applyState} /></div>`}`;

const nodes_cell = (row) => (row.nodes === 0 ? html`<span class="muted">–</span>` : html`
  <span title=${t('services.nodes_title')}>${row.nodesServed}/${row.nodes}</span>`);

const group_cell = ({group}, name_of) => name_of(group) && html`<a href=${href(`/user-groups/${group}`)}>${name_of(group)}</a>`;

/** `groups`: those whose services one sees; of one alone, nobody needs to be told. */
const columns = (chosen, {groups, name_of}) => {
  const column = (key, cell, more = {}) => ({key, title: t(`services.${key}`), cell, ...more});
  const direction = chosen.direction || 'ascending';
  const sorted = (key, cell, more = {}) => column(key, cell, {...more, head: html`<${SortHead} title=${t(`services.${key}`)}
    sorted=${(chosen.sort || 'name') === key ? direction : null} onSort=${(next) => set_query({sort: key, direction: next})} />`});
  return [
    sorted('name', name_cell, {kind: 'main'}),
    sorted('commonName', names_cell),
    ...(groups.length > 1 ? [column('group', (row) => group_cell(row, name_of))] : []),
    column('severity', (row) => row.enabled && html`<${Word} family="severity" value=${row.severity} />`),
    sorted('notAfter', until_cell),
    column('work', work_cell),
    column('nodes', nodes_cell, {kind: 'number'}),
    column('log', (row) => html`<a href=${href(`/services/${row.id}/log`)}>${t('nav.log')}</a>`, {kind: 'actions'}),
  ];
};

/** A condition that came with a link and has no list of its own: it can only be taken off. */
function Condition({family, value}) {
  return value && html`<button type="button" class="small outline" title=${t('filter.take_off')} onClick=${() => set_query({[family]: ''})}>
    ${word(family, value)} <${Icon} name="close" /></button>`;
}

function GroupChoice({groups, chosen}) {
  return html`<label>${t('services.group')}<select value=${chosen.group} onChange=${(event) => set_query({group: event.target.value})}>
    <option value="">${t('filter.all')}</option>
    ${groups.map(({id, name}) => html`<option key=${id} value=${id} selected=${id === chosen.group}>${name}</option>`)}</select></label>`;
}

function FilterBar({chosen, groups}) {
  const choice = (name, family, values) => html`<${Choice} label=${t(`services.${name}`)} value=${chosen[name]}
    family=${family} values=${values} onChange=${(value) => set_query({[name]: value})} />`;
  const clear = () => set_query(Object.fromEntries(filters.map((name) => [name, ''])));
  return html`<${Filters}>
    <${SearchBox} value=${chosen.q} placeholder=${t('services.search')} onChange=${(q) => set_query({q})} />
    ${groups.length > 1 && html`<${GroupChoice} groups=${groups} chosen=${chosen} />`}
    ${choice('severity', 'severity', ['critical', 'warning', 'active', 'unknown', 'ok'])}
    ${choice('orderState', 'orderState', ['scheduled', 'under-way', 'retrying', 'error'])}
    ${choice('applyState', 'applyState', ['scheduled', 'running', 'rolling-back', 'retrying', 'failed', 'stuck'])}
    ${choice('state', 'enabledState', ['enabled', 'disabled'])}
    ${['topic', 'expiry'].map((name) => html`<${Condition} key=${name} family=${name} value=${chosen[name]} />`)}
    ${filters.some((name) => chosen[name]) && html`<button type="button" class="small outline secondary"
      onClick=${clear}>${t('filter.clear')}</button>`}
  <//>
  ${(chosen.expiresFrom || chosen.expiresBefore) && html`<p class="hint">${t('services.expiring_between')}
    <${When} at=${chosen.expiresFrom} /> – <${When} at=${chosen.expiresBefore} /></p>`}`;
}

export function Services() {
  const {query} = useObservable(place);
  const chosen = Object.fromEntries(settings.map((name) => [name, query.get(name) ?? '']));
  const pager = usePager(JSON.stringify(chosen));
  const resource = useResource('/services', {
    query: {...chosen, limit: page_size, cursor: pager.cursor}, follow: ['service-', 'node-', 'order-', 'apply-'],
  });
  const known = useOwnGroups();
  if (is_in_no_group(session.get())) return html`<${Page} title=${t('nav.services')}><${InNoGroup} /><//>`;
  const filtered = filters.some((name) => chosen[name]);
  const actions = is_admin() && html`<a role="button" href=${href('/services/new')} data-key="n">
    <${Icon} name="plus" />${t('services.new')}</a>`;
  const total = resource.data?.total;
  return html`<${Page} title=${t('nav.services')} actions=${actions}
      badge=${total != null && html`<span class="muted">${number(total)}</span>`}>
    <${FilterBar} chosen=${chosen} groups=${known.groups} />
    <${Loaded} resource=${resource}>${({items, next}) => html`
      <${Table} caption=${t('nav.services')} columns=${columns(chosen, known)} rows=${items} level=${(row) => tone('severity', row.severity)}
        empty=${t(filtered ? 'services.none_found' : 'services.none')} />
      <${Pager} pager=${pager} next=${next} />`}<//>
  <//>`;
}
