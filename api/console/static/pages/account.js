import {command, Problem, settled} from '../lib/http.js';
import {from_input, zoned} from '../lib/format.js';
import {t, word} from '../lib/i18n.js';
import {useObservable} from '../lib/observable.js';
import {useResource} from '../lib/resource.js';
import {is_admin, session} from '../lib/session.js';
import {html, useState} from '../lib/ui.js';
import {Badge} from '../ui/badge.js';
import {confirm, Dialog} from '../ui/dialog.js';
import {Field, Form, useForm} from '../ui/form.js';
import {Loaded, Page, Section} from '../ui/page.js';
import {Note} from '../ui/problem.js';
import {Table} from '../ui/table.js';
import {say} from '../ui/toast.js';
import {Ticks} from '../ui/ticks.js';
import {When} from '../ui/when.js';
import {group_choices} from './groups/dialog.js';
import {GroupNames} from './groups/names.js';
import {InNoGroup, is_in_no_group} from './groups/none.js';
import {useGroups, useOwnGroups} from './groups/use_groups.js';

const roles = ['viewer', 'auditor', 'admin'];
/** What a token of somebody may be: at most what they are. */
const roles_up_to = (role) => roles.slice(0, roles.indexOf(role) + 1);

const blank = {current: '', password: '', again: ''};

function OwnPassword() {
  const form = useForm(blank, async ({current, password, again}) => {
    if (password !== again) throw new Problem({status: 422, code: 'passwords_differ', field: 'again'});
    await command('PUT', '/session/password', {body: {current, password}});
    form.setValues(blank);
    say(t('user.password_changed'));
  });
  const field = (name, label, more) => html`<${Field} form=${form} name=${name} type="password" label=${label} required ...${more} />`;
  return html`<${Section} title=${t('account.password')}><${Form} form=${form} submit_text=${t('account.change')}>
    <p class="hint">${t('account.password_text')}</p><div class="grid">
    ${field('current', t('account.current'), {autocomplete: 'current-password'})}
    ${field('password', t('user.new_password'), {hint: t('user.password_hint'), minlength: 12, autocomplete: 'new-password'})}
    ${field('again', t('user.password_again'), {autocomplete: 'new-password'})}</div><//><//>`;
}

/** Makes a token and shows it, this once. */
function TokenDialog({groups, onClose}) {
  const [made, setMade] = useState(null);
  const form = useForm({name: '', role: 'viewer', expires: '', groups: []}, async ({name, role, expires, groups: chosen}) => {
    const body = {name, role, expires: expires ? from_input(expires) : null, groups: chosen.length > 0 ? chosen : null};
    const answer = await command('POST', '/tokens', {body});
    await settled(answer.position);
    setMade(answer.token);
  }, 'token');
  if (made) return html`<${Dialog} title=${t('token.made')} onClose=${onClose}>
    <${Note} tone="warning">${t('token.once')}<//><p><code class="long token">${made}</code></p>
    <div class="buttons"><button type="button" onClick=${onClose}>${t('action.close')}</button></div><//>`;
  return html`<${Dialog} title=${t('token.new')} onClose=${onClose}>
    <${Form} form=${form} submit_text=${t('token.create')} onCancel=${onClose}>
      <${Field} form=${form} name="name" label=${t('token.name')} hint=${t('token.name_hint')} required autofocus />
      <${Field} form=${form} name="role" type="select" label=${t('user.role')}
        options=${roles_up_to(session.get().role).map((role) => [role, word('role', role)])} />
      <${Field} form=${form} name="expires" type="datetime-local" label=${zoned(t('token.expires'))} hint=${t('token.expires_hint')} optional />
      ${groups.length > 1 && html`<${Ticks} form=${form} name="groups" label=${t('groups.title')} hint=${t('token.groups_hint')} choices=${group_choices(groups)} />`}
    <//><//>`;
}

const ask_revoke = ({id, name}) => confirm({
  title: t('token.revoke_title', {name}), text: t('token.revoke_text'), action: t('token.revoke'),
  run: async () => settled((await command('DELETE', `/tokens/${id}`)).position),
});

const token_groups = ({groups}, name_of) => (groups ? html`<${GroupNames} ids=${groups} name_of=${name_of} />` : html`<span class="muted">${t('token.all_groups')}</span>`);

const is_own = ({user}) => user === session.get().user;

const revoke_button = (token) => (is_own(token) || is_admin()) && html`<button type="button" class="small outline danger"
  onClick=${() => ask_revoke(token)}>${t('token.revoke')}</button>`;

/** Whose they are, where there are others' among them. */
const token_columns = ({groups, name_of}, tokens) => [
  {key: 'name', title: t('token.name'), kind: 'main', cell: ({name}) => name},
  ...(tokens.every(is_own) ? [] : [{key: 'user', title: t('token.user'), cell: ({mail}) => mail}]),
  {key: 'role', title: t('user.role'), cell: ({role}) => word('role', role)},
  ...(groups.length > 1 ? [{key: 'groups', title: t('groups.title'), cell: (token) => token_groups(token, name_of)}] : []),
  {key: 'created', title: zoned(t('token.created')), cell: ({createdAt}) => html`<${When} at=${createdAt} said />`},
  {key: 'expires', title: zoned(t('token.expires')), cell: ({expires}) => html`<${When} at=${expires} said />`},
  {key: 'actions', title: '', kind: 'actions', cell: revoke_button},
];

function Tokens() {
  const [making, setMaking] = useState(false);
  const known = useGroups();
  const resource = useResource('/tokens', {follow: ['user-']});
  const actions = html`<button type="button" class="small outline" onClick=${() => setMaking(true)}>${t('token.new')}</button>`;
  return html`<${Section} title=${t('token.title')} actions=${actions}><${Loaded} resource=${resource}>${({items}) => html`
    <${Table} caption=${t('token.title')} columns=${token_columns(known, items)} rows=${items} empty=${t('token.none')} />`}<//>
    ${making && html`<${TokenDialog} groups=${session.get().groups} onClose=${() => setMaking(false)} />`}<//>`;
}

const ask_end = ({id, browser}, reload) => confirm({
  title: t('session.end_title', {browser}), text: t('session.end_text'), action: t('session.end'),
  run: async () => { await command('DELETE', `/sessions/${id}`, {has_no_events: true}); reload(); },
});

const browser_cell = ({browser, current}) => html`<strong>${browser || t('session.unnamed')}</strong>
  ${current && html` <${Badge}>${t('session.this')}<//>`}`;

const session_columns = (reload) => [
  {key: 'browser', title: t('session.browser'), kind: 'main', cell: browser_cell},
  {key: 'address', title: t('session.address'), cell: ({address}) => address},
  {key: 'opened', title: zoned(t('session.opened')), cell: ({opened}) => html`<${When} at=${opened} said />`},
  {key: 'used', title: zoned(t('session.used')), cell: ({lastUsed}) => html`<${When} at=${lastUsed} said />`},
  {key: 'actions', title: '', kind: 'actions', cell: (row) => !row.current && html`<button type="button" class="small outline danger"
    onClick=${() => ask_end(row, reload)}>${t('session.end')}</button>`},
];

function Sessions() {
  const resource = useResource('/sessions', {follow: ['security', 'user-']});
  return html`<${Section} title=${t('session.title')}><${Loaded} resource=${resource}>${({items}) => html`
    <${Table} caption=${t('session.title')} columns=${session_columns(resource.reload)} rows=${items} empty="" />`}<//><//>`;
}

function OwnGroups() {
  const who = useObservable(session);
  const {groups, name_of} = useOwnGroups();
  if (is_in_no_group(who)) return html`<${InNoGroup} />`;
  return html`<${Section} title=${t('groups.title')}>${who.role === 'auditor' ? html`<p>${t('groups.hint.auditor')}</p>`
    : html`<${GroupNames} ids=${groups.map(({id}) => id)} name_of=${name_of} />`}<//>`;
}

/** One's own groups, password, sessions and API tokens. */
export function Account() {
  return html`<${Page} title=${t('nav.account')} badge=${html`<span class="muted">${session.get().mail}</span>`}>
    <${OwnGroups} /><${OwnPassword} /><${Sessions} />${session.get().role !== 'viewer' && html`<${Tokens} />`}<//>`;
}
