import {t, word} from '../lib/i18n.js';
import {useResource} from '../lib/resource.js';
import {href} from '../lib/router.js';
import {is_admin} from '../lib/session.js';
import {html} from '../lib/ui.js';
import {Badge} from '../ui/badge.js';
import {Icon} from '../ui/icon.js';
import {Loaded, Page} from '../ui/page.js';
import {Pager, usePager} from '../ui/pager.js';
import {Table} from '../ui/table.js';

const columns = () => [
  {key: 'name', title: t('ca.name'), kind: 'main',
    cell: (row) => html`<a href=${href(`/ca-accounts/${row.id}`)}><strong>${row.name}</strong></a>`},
  {key: 'kind', title: t('ca.kind'), cell: (row) => word('caKind', row.kind)},
  {key: 'directory', title: t('ca.directoryUrl'), cell: (row) => html`<span class="long">${row.directoryUrl}</span>`},
  {key: 'challenge', title: t('ca.challenge'), cell: (row) => word('acmeChallenge', row.challenge)},
  {key: 'registered', title: t('ca.registration'), cell: ({registered}) => html`
    <${Badge} tone=${registered ? 'ok' : 'plain'}>${t(registered ? 'ca.registered' : 'ca.not_registered')}<//>`},
];

/** Certificate authorities and how we are known there (R14). */
export function CaAccounts() {
  const pager = usePager('');
  const resource = useResource('/ca-accounts', {query: {cursor: pager.cursor}, follow: ['ca_account-']});
  const actions = is_admin() && html`<a role="button" href=${href('/ca-accounts/new')} data-key="n">
    <${Icon} name="plus" />${t('ca.new')}</a>`;
  return html`<${Page} title=${t('nav.ca_accounts')} actions=${actions}>
    <${Loaded} resource=${resource}>${({items, next}) => html`
      <${Table} caption=${t('nav.ca_accounts')} columns=${columns()} rows=${items} empty=${t('ca.none')} />
      <${Pager} pager=${pager} next=${next} />`}<//>
  <//>`;
}
