import {useDescription} from '../../lib/catalogue.js';
import {command, etag_of, settled} from '../../lib/http.js';
import {t, word} from '../../lib/i18n.js';
import {html} from '../../lib/ui.js';
import {Dialog} from '../../ui/dialog.js';
import {Field, Form, useForm} from '../../ui/form.js';
import {Ticks} from '../../ui/ticks.js';
import {say} from '../../ui/toast.js';
import {group_choices} from '../groups/dialog.js';
import {usual_group} from '../groups/usual.js';

const roles = () => ['admin', 'auditor', 'viewer'].map((role) => [role, word('role', role)]);

async function save(user, {mail, role, contact, groups, password}) {
  const receipt = user.id
    ? await command('PUT', `/users/${user.id}`, {body: {role, contact}, etag: etag_of(user.version)})
    : await command('POST', '/users', {body: {mail, role, contact, groups, password: password || null}});
  await settled(receipt.position);
}

/** Adds a user, or changes `user`; the mail address is fixed after creation. */
export function UserDialog({user, groups, onClose}) {
  const usual = usual_group(useDescription('service').data);
  const start = {
    mail: user.mail ?? '', role: user.role ?? 'viewer', contact: user.contact ?? '', password: '',
    groups: groups.map(({id}) => id).filter((id) => id === usual),
  };
  const form = useForm(start, async (values) => { await save(user, values); onClose(); }, `user ${user.id ?? ''}`);
  return html`<${Dialog} title=${user.id ? user.mail : t('user.new')} onClose=${onClose}>
    <${Form} form=${form} submit_text=${t('action.save')} onCancel=${onClose}>
      ${!user.id && html`<${Field} form=${form} name="mail" type="email" label=${t('user.mail')} hint=${t('user.mail_hint')}
        required autofocus autocomplete="off" />`}
      <${Field} form=${form} name="role" type="select" label=${t('user.role')} options=${roles()}
        hint=${t(`user.role_hint.${form.values.role}`)} />
      <${Field} form=${form} name="contact" label=${t('user.contact')} optional />
      ${!user.id && groups.length > 1 && html`<${Ticks} form=${form} name="groups" label=${t('groups.title')} hint=${t(`groups.hint.${form.values.role}`)}
        choices=${group_choices(groups)} />`}
      ${!user.id && html`<${Field} form=${form} name="password" type="password" label=${t('user.password')} minlength="12"
        hint=${t('user.password_hint')} optional autocomplete="new-password" />`}
    <//><//>`;
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
