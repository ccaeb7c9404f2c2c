import {fields_here} from '../../lib/fields_here.js';
import {command, etag_of, settled} from '../../lib/http.js';
import {t, word} from '../../lib/i18n.js';
import {html} from '../../lib/ui.js';
import {Dialog} from '../../ui/dialog.js';
import {Field, Form, useForm} from '../../ui/form.js';
import {useMerging} from '../../ui/merging.js';
import {Ticks} from '../../ui/ticks.js';
import {say} from '../../ui/toast.js';
import {group_choices} from '../groups/dialog.js';
import {first_group} from '../groups/usual.js';

const roles = () => ['admin', 'auditor', 'viewer'].map((role) => [role, word('role', role)]);

const settings_of = ({role, contact}) => ({role, contact});

/** What can be changed of a user here. */
const description = () => fields_here(
  {path: 'role', label: t('user.role'), type: 'choice', choices: roles()}, {path: 'contact', label: t('user.contact')},
);

async function save({id}, {mail, role, contact, groups, password}, etag) {
  const receipt = id
    ? await command('PUT', `/users/${id}`, {body: {role, contact}, etag})
    : await command('POST', '/users', {body: {mail, role, contact, groups, password: password || null}});
  await settled(receipt.position);
}

/** Adds a user, or changes `user`; the mail address is fixed after creation. */
export function UserDialog({user, groups, onClose}) {
  const start = {
    mail: user.mail ?? '', role: user.role ?? 'viewer', contact: user.contact ?? '', password: '',
    groups: groups.map(({id}) => id).filter((id) => id === first_group),
  };
  const {form, onCompare, merge} = useMerging({
    description: description(), path: `/users/${user.id}`, stored: user.id && {settings: settings_of(user), etag: etag_of(user.version)}, settings_of,
    initial: start, draft: `user ${user.id ?? ''}`, send: async (values, etag) => { await save(user, values, etag); onClose(); },
  });
  return html`<${Dialog} title=${user.id ? user.mail : t('user.new')} onClose=${onClose}>
    <${Form} form=${form} submit_text=${t('action.save')} onCancel=${onClose} onCompare=${onCompare}>
      ${!user.id && html`<${Field} form=${form} name="mail" type="email" label=${t('user.mail')} hint=${t('user.mail_hint')}
        required autofocus autocomplete="off" />`}
      <${Field} form=${form} name="role" type="select" label=${t('user.role')} options=${roles()}
        hint=${t(`user.role_hint.${form.values.role}`)} />
      <${Field} form=${form} name="contact" label=${t('user.contact')} optional />
      ${!user.id && groups.length > 1 && html`<${Ticks} form=${form} name="groups" label=${t('groups.title')} hint=${t(`groups.hint.${form.values.role}`)}
        choices=${group_choices(groups)} />`}
      ${!user.id && html`<${Field} form=${form} name="password" type="password" label=${t('user.password')} minlength="12"
        hint=${t('user.password_hint')} optional autocomplete="new-password" />`}
    <//><//>${merge}`;
}

export function PasswordDialog({user, onClose}) {
  const form = useForm({password: ''}, async (body) => {
    await settled((await command('PUT', `/users/${user.id}/password`, {body})).position);
    say(t('user.password_changed'));
    onClose();
  });
  return html`<${Dialog} title=${t('user.set_password')} onClose=${onClose}>
    <${Form} form=${form} submit_text=${t('action.save')} onCancel=${onClose}>
      <p>${t('user.set_password_text', {mail: user.mail})}</p>
      <${Field} form=${form} name="password" type="password" label=${t('user.new_password')} hint=${t('user.password_hint')}
        required minlength="12" autofocus autocomplete="new-password" />
    <//><//>`;
}
