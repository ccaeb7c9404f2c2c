import {command, settled} from '../../lib/http.js';
import {t} from '../../lib/i18n.js';
import {html} from '../../lib/ui.js';
import {Badge} from '../../ui/badge.js';
import {confirm} from '../../ui/dialog.js';
import {Section} from '../../ui/page.js';
import {Note} from '../../ui/problem.js';
import {Facts} from '../../ui/table.js';
import {attempt, say} from '../../ui/toast.js';
import {When} from '../../ui/when.js';

function look({pinnedKey, refusedKey}) {
  if (refusedKey) return pinnedKey ? ['error', 'host_key.changed'] : ['warning', 'host_key.unconfirmed'];
  return pinnedKey ? ['ok', 'host_key.pinned'] : ['plain', 'host_key.unknown'];
}

/** ok, warning or error: a changed identity is worse than one nobody has confirmed yet. */
export const key_level = (access) => ({plain: 'ok'})[look(access)[0]] ?? look(access)[0];

export function HostKeyBadge({access}) {
  const [tone, text] = look(access);
  return html`<${Badge} tone=${tone}>${t(text)}<//>`;
}

const ask_confirm = ({id, pinnedKey, refusedKey}) => confirm({
  title: t(pinnedKey ? 'host_key.replace_title' : 'host_key.confirm_title'),
  text: [t(pinnedKey ? 'host_key.replace_text' : 'host_key.confirm_text'), refusedKey.fingerprint],
  action: t('host_key.confirm'), danger: Boolean(pinnedKey),
  run: async () => {
    const body = {fingerprint: refusedKey.fingerprint};
    await settled((await command('POST', `/accesses/${id}/host-key`, {body})).position);
  },
});

const scan = ({id}) => attempt(async () => {
  await settled((await command('POST', `/accesses/${id}/scan`)).position);
  say(t('host_key.scanning'), 'info');
});

const describe = (key) => (key ? html`<code class="long">${key.algorithm} ${key.fingerprint}</code>
  <small class="muted"><${When} at=${key.at} />${key.firstUse && ` · ${t('host_key.first_use')}`}</small>` : '');

/** Both identities side by side: the one we trust and the one the host showed (R30). */
export function HostKey({access, admin}) {
  const {pinnedKey, refusedKey} = access;
  const actions = admin && html`
    <button type="button" class="small outline secondary" onClick=${() => scan(access)}>${t('host_key.scan')}</button>
    ${refusedKey && html`<button type="button" class="small" onClick=${() => ask_confirm(access)}>${t('host_key.confirm')}</button>`}`;
  return html`<${Section} title=${t('host_key.title')} actions=${actions}>
    ${refusedKey && html`<${Note} tone=${pinnedKey ? 'error' : 'warning'}>
      ${t(pinnedKey ? 'host_key.changed_text' : 'host_key.unconfirmed_text')}<//>`}
    ${!refusedKey && !pinnedKey && html`<p>${t('host_key.unknown_text')}</p>`}
    <${Facts} stacked entries=${[[t('host_key.trusted'), describe(pinnedKey)], [t('host_key.shown'), describe(refusedKey)]]} />
  <//>`;
}
