import {useDescription} from '../../lib/catalogue.js';
import {is_shown, values_of} from '../../lib/described.js';
import {number} from '../../lib/format.js';
import {t} from '../../lib/i18n.js';
import {useObservable} from '../../lib/observable.js';
import {value_at} from '../../lib/paths.js';
import {useResource} from '../../lib/resource.js';
import {href, place, set_query} from '../../lib/router.js';
import {is_admin} from '../../lib/session.js';
import {html} from '../../lib/ui.js';
import {shown_value} from '../../ui/described_value.js';
import {Filters, SearchBox} from '../../ui/filters.js';
import {Icon} from '../../ui/icon.js';
import {Loaded, Page} from '../../ui/page.js';
import {Pager, usePager} from '../../ui/pager.js';
import {SortHead} from '../../ui/sort_head.js';
import {Table} from '../../ui/table.js';
import {extras_of} from './extras.js';
import {streams_of} from './thing.js';

const page_size = 50;

/** What a row holds of a field; nothing of one that other kinds have. */
function cell_of(description, field, {settings}) {
  const values = values_of(description, settings);
  return is_shown(field, values) && shown_value(field, value_at(values, field.slot));
}

/** Where there is one kind, nobody needs to be told. */
const is_column = ({listed, type, choices}) => listed && (type !== 'kind' || choices.length > 1);

/** What the server sorts by: the kind of a union is the union itself. */
const sorted_by = ({type, path}) => (type === 'kind' ? path.replace(/\.kind$/, '') : path);

function columns_of(description, {path}, {sort, descending}) {
  const turned = descending === 'true' ? 'descending' : 'ascending';
  const head = (field) => html`<${SortHead} title=${field.label} sorted=${(sort || 'name') === sorted_by(field) ? turned : null}
    onSort=${(direction) => set_query({sort: sorted_by(field), descending: direction === 'descending' ? 'true' : ''})} />`;
  const named = (field, row) => html`<a href=${href(`${path}/${row.id}`)}><strong>${row.settings[field.path]}</strong></a>`;
  return description.fields.filter(is_column).map((field) => ({
    key: field.slot, title: field.label, head: head(field), kind: field.path === 'name' ? 'main' : undefined,
    cell: (row) => (field.path === 'name' ? named(field, row) : cell_of(description, field, row)),
  }));
}

function Rows({thing, description}) {
  const {query} = useObservable(place);
  const chosen = Object.fromEntries(['q', 'sort', 'descending'].map((name) => [name, query.get(name) ?? '']));
  const pager = usePager(JSON.stringify(chosen));
  const resource = useResource(thing.path, {query: {...chosen, limit: page_size, cursor: pager.cursor}, follow: streams_of(thing)});
  const {columns = () => [], level} = extras_of(thing.word);
  const {one, many, none, text} = description.thing;
  const total = resource.data?.total;
  const actions = is_admin() && html`<a role="button" href=${href(`${thing.path}/new`)} data-key="n">
    <${Icon} name="plus" />${description.thing.new}</a>`;
  return html`<${Page} title=${many} actions=${actions} badge=${total != null && html`<span class="muted">${number(total)}</span>`}>
    <p class="hint">${text}</p>
    <${Filters}><${SearchBox} value=${chosen.q} placeholder=${t('kept.search', {one})} onChange=${(q) => set_query({q})} /><//>
    <${Loaded} resource=${resource}>${({items, next}) => html`
      <${Table} caption=${many} columns=${[...columns_of(description, thing, chosen), ...columns()]} rows=${items} level=${level}
        empty=${chosen.q ? t('pick.nothing') : none} />
      <${Pager} pager=${pager} next=${next} />`}<//>
  <//>`;
}

/** All things of one kind that are kept by the description, with the fields that it lists. */
export function KeptList({thing}) {
  const described = useDescription(thing.word);
  return html`<${Loaded} resource=${described}>${(description) => html`<${Rows} thing=${thing} description=${description} />`}<//>`;
}
