import {t} from '../../lib/i18n.js';
import {html} from '../../lib/ui.js';
import {Dialog} from '../../ui/dialog.js';
import {Form, useForm} from '../../ui/form.js';
import {Ticks} from '../../ui/ticks.js';
import {change_groups} from './change.js';

export const group_choices = (groups) => groups.map(({id, name}) => [id, name]);

/** Which groups `user` is in (R3). */
export function GroupsDialog({user, groups, onClose}) {
  const form = useForm({groups: user.groups}, async (values) => { await change_groups(user, values.groups); onClose(); });
  return html`<${Dialog} title=${t('groups.of', {mail: user.mail})} onClose=${onClose}>
    <${Form} form=${form} submit_text=${t('action.save')} onCancel=${onClose}>
      <${Ticks} form=${form} name="groups" label=${t('groups.title')} hint=${t(`groups.hint.${user.role}`)} choices=${group_choices(groups)} />
    <//><//>`;
}
