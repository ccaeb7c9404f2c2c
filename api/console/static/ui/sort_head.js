import {t} from '../lib/i18n.js';
import {html} from '../lib/ui.js';

/** The head of a column that the list can be sorted by. `sorted`: 'ascending', 'descending' or null; a click turns round. */
export function SortHead({title, sorted, onSort}) {
  const next = sorted === 'ascending' ? 'descending' : 'ascending';
  return html`<button type="button" class="sort" aria-pressed=${sorted !== null} title=${t('list.sort', {by: title})} onClick=${() => onSort(next)}>
    ${title}${sorted && html`<span aria-hidden="true"> ${sorted === 'ascending' ? '▲' : '▼'}</span>`}</button>`;
}
