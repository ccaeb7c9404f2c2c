import {get_all} from '../../../lib/all_pages.js';
import {number} from '../../../lib/format.js';
import {t, word} from '../../../lib/i18n.js';
import {useObservable} from '../../../lib/observable.js';
import {useResource} from '../../../lib/resource.js';
import {href} from '../../../lib/router.js';
import {is_admin, resume, session} from '../../../lib/session.js';
import {html, useState} from '../../../lib/ui.js';
import {Badge, Word, tone} from '../../../ui/badge.js';
import {confirm} from '../../../ui/dialog.js';
import {LongTable} from '../../../ui/long_table.js';
import {Menu} from '../../../ui/menu.js';
import {Loaded, Section} from '../../../ui/page.js';
import {Note} from '../../../ui/problem.js';
import {Table} from '../../../ui/table.js';
import {attempt} from '../../../ui/toast.js';
import {change_groups} from '../../groups/change.js';
import {GroupsDialog} from '../../groups/dialog.js';
import {useGroups} from '../../groups/use_groups.js';

const services_shown = 10;

const ask_out = (user, {id, settings}) => confirm({
  title: t('groups.out_title', {mail: user.mail, name: settings.name}), text: t('groups.out_text'), action: t('groups.out'),
  run: () => change_groups(user, user.groups.filter((one) => one !== id)),
});

const put_me_in = (user, {id}) => attempt(async () => { await change_groups(user, [...user.groups, id]); await resume(); });

const mail_cell = ({id, mail}) => html`<strong>${mail}</strong>${id === session.get().user && html` <${Badge}>${t('user.you')}<//>`}`;

function member_columns(group, onChange) {
  const entries = (user) => [[t('groups.change'), () => onChange(user)], [t('groups.out'), () => ask_out(user, group)]];
  return [
    {key: 'mail', title: t('user.mail'), kind: 'main', cell: mail_cell},
    {key: 'role', title: t('user.role'), cell: ({role}) => word('role', role)},
    {key: 'contact', title: t('user.contact'), cell: ({contact}) => contact},
    ...(is_admin() ? [{key: 'actions', title: '', kind: 'actions', cell: (user) => html`<${Menu} label=${t('action.more')} entries=${entries(user)} />`}] : []),
  ];
}

/** Who is in the group; an admin who is not puts themself in. */
function Members({group}) {
  const [changing, setChanging] = useState(null);
  const {groups} = useGroups();
  const users = useResource('/users', {read: get_all, follow: ['user-']});
  const me = users.data?.items.find(({id}) => id === session.get().user);
  const actions = is_admin() && me && !me.groups.includes(group.id) && html`<button type="button" class="small outline"
    onClick=${() => put_me_in(me, group)}>${t('groups.put_me_in')}</button>`;
  return html`<${Section} title=${t('groups.members')} actions=${actions}><${Loaded} resource=${users}>${({items}) => html`
    <${LongTable} caption=${t('groups.members')} columns=${member_columns(group, setChanging)} rows=${items.filter((user) => user.groups.includes(group.id))}
      text_of=${({mail, contact}) => `${mail} ${contact}`} empty=${t('groups.no_members')} />`}<//>
    ${changing && html`<${GroupsDialog} user=${changing} groups=${groups} onClose=${() => setChanging(null)} />`}<//>`;
}

const service_columns = () => [
  {key: 'name', title: t('services.name'), kind: 'main', cell: ({id, name}) => html`<a href=${href(`/services/${id}`)}><strong>${name}</strong></a>`},
  {key: 'commonName', title: t('services.commonName'), cell: ({commonName}) => commonName},
  {key: 'severity', title: t('services.severity'), cell: ({enabled, severity}) => enabled && html`<${Word} family="severity" value=${severity} />`},
];

function ItsServices({group}) {
  const {role, groups} = useObservable(session);
  const is_told = role === 'auditor' || groups.some(({id}) => id === group.id);
  const services = useResource(is_told ? '/services' : null, {query: {group: group.id, limit: services_shown}, follow: ['service-']});
  const {data} = services;
  const actions = data?.next && html`<a href=${href('/services', {group: group.id})}>${t('groups.all_services', {n: number(data.total)})}</a>`;
  return html`<${Section} title=${t('nav.services')} actions=${actions}>${is_told ? html`<${Loaded} resource=${services}>${({items}) => html`
      <${Table} caption=${t('nav.services')} columns=${service_columns()} rows=${items} level=${({severity}) => tone('severity', severity)}
        empty=${t('groups.no_services')} />`}<//>` : html`<${Note}>${t('groups.not_told')}<//>`}<//>`;
}

/** Viewers are told of no users but themselves. */
export const user_group = {
  Below: ({one}) => html`${session.get().role !== 'viewer' && html`<${Members} group=${one} />`}<${ItsServices} group=${one} />`,
};
