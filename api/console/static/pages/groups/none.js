import {t} from '../../lib/i18n.js';
import {useObservable} from '../../lib/observable.js';
import {href} from '../../lib/router.js';
import {session} from '../../lib/session.js';
import {html} from '../../lib/ui.js';
import {Note} from '../../ui/problem.js';

export const is_in_no_group = ({role, groups}) => role !== 'auditor' && groups.length === 0;

/** Tells those who are in no group why they see nothing, and who can help. */
export function InNoGroup() {
  const who = useObservable(session);
  if (!is_in_no_group(who)) return null;
  const admin = who.role === 'admin';
  return html`<${Note} tone="warning"><strong>${t('groups.in_none')}</strong>
    <p>${t(admin ? 'groups.in_none_admin' : 'groups.in_none_viewer')}${admin && html` <a href=${href('/user-groups')}>${t('groups.see')}</a>`}</p><//>`;
}
