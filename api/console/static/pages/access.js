import {command, etag_of, settled} from '../lib/http.js';
import {t, word} from '../lib/i18n.js';
import {useResource} from '../lib/resource.js';
import {go, href} from '../lib/router.js';
import {is_admin} from '../lib/session.js';
import {html} from '../lib/ui.js';
import {confirm} from '../ui/dialog.js';
import {Loaded, Page, Section} from '../ui/page.js';
import {Note} from '../ui/problem.js';
import {Facts} from '../ui/table.js';
import {HostKey, HostKeyBadge} from './shared/host_key.js';

const stored = (is_set) => t(is_set ? 'secret.stored' : 'secret.none');

const ask_delete = ({id, version, settings}) => confirm({
  title: t('access.delete_title', {name: settings.name}), text: t('access.delete_text'), action: t('action.delete'),
  run: async () => {
    await settled((await command('DELETE', `/accesses/${id}`, {etag: etag_of(version)})).position);
    go('/accesses');
  },
});

function SettingsFacts({access}) {
  const {settings} = access;
  const elevated = settings.elevation !== 'none';
  return html`<${Section} title=${t('service.settings')}>
    ${settings.algorithms === 'legacy' && html`<${Note} tone="warning">${t('access.algorithms_warning')}<//>`}
    <${Facts} entries=${[
    [t('access.host'), `${settings.host}:${settings.port}`],
    [t('access.loginId'), settings.loginId],
    [t('access.loginPassword'), stored(access.hasLoginPassword)],
    [t('access.sshPrivateKey'), stored(access.hasSshPrivateKey)],
    [t('access.elevation'), word('elevation', settings.elevation)],
    [t('access.executionId'), elevated && settings.executionId],
    [t('access.executionPassword'), elevated && stored(access.hasExecutionPassword)],
    [t('access.hostKeyPolicy'), word('hostKeyPolicy', settings.hostKeyPolicy)],
    [t('access.algorithms'), word('sshAlgorithms', settings.algorithms)],
  ].filter(([, value]) => value !== false)} /><//>`;
}

export function Access({access}) {
  const resource = useResource(`/accesses/${access}`, {follow: [`access-${access}`]});
  const {data} = resource;
  const actions = data && is_admin() && html`
    <a role="button" class="outline" href=${href(`/accesses/${access}/edit`)}>${t('action.edit')}</a>
    <button type="button" class="outline danger" onClick=${() => ask_delete(data)}>${t('action.delete')}</button>`;
  return html`<${Page} title=${data?.settings.name ?? '…'} crumbs=${[['/accesses', t('nav.accesses')]]} actions=${actions}
      badge=${data && html`<${HostKeyBadge} access=${data} />`}>
    <${Loaded} resource=${resource}>${(one) => html`
      <${HostKey} access=${one} admin=${is_admin()} /><${SettingsFacts} access=${one} />`}<//>
  <//>`;
}
