import {t} from '../../../lib/i18n.js';
import {html} from '../../../lib/ui.js';
import {Badge} from '../../../ui/badge.js';
import {Note} from '../../../ui/problem.js';

const Registered = ({one: {registered}}) => html`<${Badge} tone=${registered ? 'ok' : 'plain'}>
  ${t(registered ? 'ca.registered' : 'ca.not_registered')}<//>`;

const has_key = ({settings}) => settings.ca.accountKey?.set === true;

/** Whether the CA knows the account. One that was registered elsewhere, as before its directory was changed, is so nowhere now. */
export const ca_account = {
  places: {'ca.externalKey': ['ca.directoryUrl', 'ca.externalKeyId']},
  columns: () => [{key: 'registered', title: t('ca.registration'), cell: (row) => html`<${Registered} one=${row} />`}],
  Badge: Registered,
  Above: ({one}) => !one.registered && (has_key(one) || one.accountUrl) && html`<${Note}>${t('ca.not_there_yet')}<//>`,
};
