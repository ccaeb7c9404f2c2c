import {t} from '../lib/i18n.js';
import {useResource} from '../lib/resource.js';
import {href} from '../lib/router.js';
import {is_admin} from '../lib/session.js';
import {html} from '../lib/ui.js';
import {Badge} from '../ui/badge.js';
import {Icon} from '../ui/icon.js';
import {Loaded, Page} from '../ui/page.js';
import {Pager, usePager} from '../ui/pager.js';
import {Table} from '../ui/table.js';
import {HostKeyBadge, key_level} from './shared/host_key.js';

const login_cell = (row) => html`${row.loginId}
  ${row.elevation !== 'none' && html` <small class="muted">→ ${row.executionId} (${row.elevation})</small>`}`;

const columns = () => [
  {key: 'name', title: t('access.name'), kind: 'main',
    cell: (row) => html`<a href=${href(`/accesses/${row.id}`)}><strong>${row.name}</strong></a>`},
  {key: 'host', title: t('access.host'), cell: (row) => `${row.host}:${row.port}`},
  {key: 'login', title: t('access.loginId'), cell: login_cell},
  {key: 'key', title: t('host_key.title'), cell: (row) => html`<${HostKeyBadge} access=${row} />
    ${row.algorithms === 'legacy' && html` <${Badge} tone="warning">${t('access.outdated')}<//>`}`},
];

/** Connection data of the hosts that nodes stand on (R29, R30). */
export function Accesses() {
  const pager = usePager('');
  const resource = useResource('/accesses', {query: {cursor: pager.cursor}, follow: ['access-']});
  const actions = is_admin() && html`<a role="button" href=${href('/accesses/new')} data-key="n">
    <${Icon} name="plus" />${t('access.new')}</a>`;
  return html`<${Page} title=${t('nav.accesses')} actions=${actions}>
    <${Loaded} resource=${resource}>${({items, next}) => html`
      <${Table} caption=${t('nav.accesses')} columns=${columns()} rows=${items} level=${key_level} empty=${t('access.none')} />
      <${Pager} pager=${pager} next=${next} />`}<//>
  <//>`;
}
