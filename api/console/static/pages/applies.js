import {t} from '../lib/i18n.js';
import {useObservable} from '../lib/observable.js';
import {useResource} from '../lib/resource.js';
import {place, set_query} from '../lib/router.js';
import {html} from '../lib/ui.js';
import {Choice, Filters} from '../ui/filters.js';
import {Loaded, Page} from '../ui/page.js';
import {Pager, usePager} from '../ui/pager.js';
import {ApplyTable} from './shared/apply_table.js';

/** Applies on all nodes, newest first. */
export function Applies() {
  const state = useObservable(place).query.get('state') ?? '';
  const pager = usePager(state);
  const resource = useResource('/applies', {query: {state, cursor: pager.cursor}, follow: ['apply-']});
  return html`<${Page} title=${t('nav.applies')}>
    <${Filters}><${Choice} label=${t('filter.progress')} value=${state} family="openState" values=${['open']}
      onChange=${(value) => set_query({state: value})} /><//>
    <${Loaded} resource=${resource}>${({items, next}) => html`
      <${ApplyTable} rows=${items} services /><${Pager} pager=${pager} next=${next} />`}<//>
  <//>`;
}
