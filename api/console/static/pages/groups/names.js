import {t} from '../../lib/i18n.js';
import {href} from '../../lib/router.js';
import {html} from '../../lib/ui.js';

/** User groups as links to their pages; of those that one is not told of, how many they are. */
export function GroupNames({ids, name_of}) {
  const known = ids.filter((id) => name_of(id) !== undefined);
  const others = ids.length - known.length;
  return html`<span class="names">${known.map((id) => html`<a key=${id} href=${href(`/user-groups/${id}`)}>${name_of(id)}</a>`)}
    ${others > 0 && html`<span class="muted">${t('groups.others', {n: others})}</span>`}</span>`;
}
