import {command, etag_of, settled} from '../lib/http.js';
import {zoned} from '../lib/format.js';
import {t, word} from '../lib/i18n.js';
import {useResource} from '../lib/resource.js';
import {is_admin, session} from '../lib/session.js';
import {html, useState} from '../lib/ui.js';
import {Badge} from '../ui/badge.js';
import {confirm} from '../ui/dialog.js';
import {Icon} from '../ui/icon.js';
import {Menu} from '../ui/menu.js';
import {Loaded, Page} from '../ui/page.js';
import {Pager, usePager} from '../ui/pager.js';
import {Table} from '../ui/table.js';
import {When} from '../ui/when.js';
import {GroupsDialog} from './groups/dialog.js';
import {GroupNames} from './groups/names.js';
import {useGroups} from './groups/use_groups.js';
import {PasswordDialog, UserDialog} from './users/dialogs.js';

const ask_delete = ({id, mail, version}) => confirm({
  title: t('user.delete_title', {mail}), text: t('user.delete_text'), action: t('action.delete'),
  run: async () => settled((await command('DELETE', `/users/${id}`, {etag: etag_of(version)})).position),
});

const ask_clear = ({id, mail}) => confirm({
  title: t('user.clear_title', {mail}), text: t('user.clear_text'), action: t('user.clear'),
  run: async () => settled((await command('DELETE', `/users/${id}/password`)).position),
});

const mail_cell = (user) => html`<strong>${user.mail}</strong>
  ${user.mail === session.get().mail && html` <${Badge}>${t('user.you')}<//>`}`;

const password_cell = ({passwordSet}) => html`<${Badge} tone=${passwordSet ? 'ok' : 'warning'}>
  ${t(passwordSet ? 'user.password_set' : 'user.password_missing')}<//>`;

function groups_cell({role, groups}, name_of) {
  return role === 'auditor' ? html`<span class="muted">${t('groups.everything')}</span>` : html`<${GroupNames} ids=${groups} name_of=${name_of} />`;
}

function columns(ask, name_of) {
  // One's own password is changed under one's account, with the current one.
  const is_own = (user) => user.mail === session.get().mail;
  const entries = (user) => [
    [t('action.edit'), () => ask({user})],
    [t('groups.change'), () => ask({of_groups: user})],
    [t('user.set_password'), () => ask({password: user}), is_own(user)],
    [t('user.clear'), () => ask_clear(user), is_own(user) || !user.passwordSet],
    [t('action.delete'), () => ask_delete(user), is_own(user)],
  ];
  return [
    {key: 'mail', title: t('user.mail'), kind: 'main', cell: mail_cell},
    {key: 'role', title: t('user.role'), cell: ({role}) => word('role', role)},
    {key: 'groups', title: t('groups.title'), cell: (user) => groups_cell(user, name_of)},
    {key: 'password', title: t('user.password'), cell: password_cell},
    {key: 'contact', title: t('user.contact'), cell: ({contact}) => contact},
    {key: 'login', title: zoned(t('user.last_login')), cell: ({lastLogin}) => html`<${When} at=${lastLogin} said />`},
    ...(is_admin() ? [{key: 'actions', title: '', kind: 'actions',
      cell: (user) => html`<${Menu} label=${t('action.more')} entries=${entries(user)} />`}] : []),
  ];
}

/** Who may log in (R2). */
export function Users() {
  const [asked, ask] = useState({});
  const {groups, name_of} = useGroups();
  const pager = usePager('');
  const resource = useResource('/users', {query: {cursor: pager.cursor}, follow: ['user-']});
  const close = () => ask({});
  const actions = is_admin() && html`<button type="button" data-key="n" onClick=${() => ask({user: {}})}>
    <${Icon} name="plus" />${t('user.new')}</button>`;
  return html`<${Page} title=${t('nav.users')} actions=${actions}>
    <${Loaded} resource=${resource}>${({items, next}) => html`
      <${Table} caption=${t('nav.users')} columns=${columns(ask, name_of)} rows=${items} empty="" />
      <${Pager} pager=${pager} next=${next} />`}<//>
    ${asked.user && html`<${UserDialog} user=${asked.user} groups=${groups} onClose=${close} />`}
    ${asked.of_groups && html`<${GroupsDialog} user=${asked.of_groups} groups=${groups} onClose=${close} />`}
    ${asked.password && html`<${PasswordDialog} user=${asked.password} onClose=${close} />`}
  <//>`;
}
