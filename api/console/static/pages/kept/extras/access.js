import {t} from '../../../lib/i18n.js';
import {is_admin} from '../../../lib/session.js';
import {html} from '../../../lib/ui.js';
import {Badge} from '../../../ui/badge.js';
import {Note} from '../../../ui/problem.js';
import {HostKey, HostKeyBadge, key_level} from '../../shared/host_key.js';

const is_outdated = ({settings}) => settings.connection.algorithms === 'legacy';

const in_connection = (...names) => names.map((name) => `connection.${name}`);
const login_place = in_connection('host', 'port', 'loginId');
const execution_place = [...login_place, ...in_connection('elevation', 'executionId')];

/** The identity of the host: what is trusted, and what it showed (R30). */
export const access = {
  places: {
    'connection.loginPassword': login_place, 'connection.sshPrivateKey': login_place, 'connection.executionPassword': execution_place,
  },
  level: key_level,
  columns: () => [{key: 'host-key', title: t('host_key.title'), cell: (row) => html`<${HostKeyBadge} access=${row} />
    ${is_outdated(row) && html` <${Badge} tone="warning">${t('access.outdated')}<//>`}`}],
  Badge: ({one}) => html`<${HostKeyBadge} access=${one} />`,
  Above: ({one}) => html`<${HostKey} access=${one} admin=${is_admin()} />
    ${is_outdated(one) && html`<${Note} tone="warning">${t('access.algorithms_warning')}<//>`}`,
};
