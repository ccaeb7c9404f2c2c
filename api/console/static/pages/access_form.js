import {command, settled} from '../lib/http.js';
import {t, word} from '../lib/i18n.js';
import {useOnce} from '../lib/resource.js';
import {go} from '../lib/router.js';
import {html} from '../lib/ui.js';
import {Field, Form, useForm} from '../ui/form.js';
import {Loaded, Page, Section} from '../ui/page.js';
import {SecretField, is_elsewhere, secret_to_api} from '../ui/secret.js';

const fresh = {
  name: '', host: '', port: 22, loginId: '', elevation: 'none', executionId: 'root', hostKeyPolicy: 'confirm',
  algorithms: 'modern',
};
const secrets = ['loginPassword', 'sshPrivateKey', 'executionPassword'];
const login_place = ['host', 'port', 'loginId'];
const execution_place = [...login_place, 'elevation', 'executionId'];

async function save(access, etag, values) {
  const executionId = values.elevation === 'none' ? '' : values.executionId;
  const body = {...values, executionId, ...Object.fromEntries(secrets.map((name) => [name, secret_to_api(values[name])]))};
  const receipt = access
    ? await command('PUT', `/accesses/${access}`, {body, etag})
    : await command('POST', '/accesses', {body});
  await settled(receipt.position);
  go(`/accesses/${receipt.id}`);
}

const choices = (family, values) => values.map((value) => [value, word(family, value)]);

function Editor({access, etag, initial, has = {}}) {
  const form = useForm(initial, (values) => save(access, etag, values), 'access');
  const elevated = form.values.elevation !== 'none';
  const legacy = form.values.algorithms === 'legacy';
  const other_login = is_elsewhere(initial, form.values, login_place);
  return html`<${Form} form=${form} submit_text=${t(access ? 'action.save' : 'access.create')}
      onCancel=${() => go(access ? `/accesses/${access}` : '/accesses')}>
    <${Section} title=${t('access.connection')}><div class="grid">
      <${Field} form=${form} name="name" label=${t('access.name')} required autofocus />
      <${Field} form=${form} name="host" label=${t('access.host')} hint=${t('access.host_hint')} required spellcheck=${false} />
      <${Field} form=${form} name="port" type="number" min="1" max="65535" label=${t('access.port')} required />
      <${Field} form=${form} name="hostKeyPolicy" type="select" label=${t('access.hostKeyPolicy')}
        hint=${t('access.hostKeyPolicy_hint')} options=${choices('hostKeyPolicy', ['confirm', 'trust-on-first-use'])} />
      <${Field} form=${form} name="algorithms" type="select" label=${t('access.algorithms')}
        hint=${t(legacy ? 'access.algorithms_warning' : 'access.algorithms_hint')} options=${choices('sshAlgorithms', ['modern', 'legacy'])} />
    </div><//>
    <${Section} title=${t('access.login')}><div class="grid">
      <${Field} form=${form} name="loginId" label=${t('access.loginId')} required autocomplete="off" spellcheck=${false} />
      <${SecretField} form=${form} name="loginPassword" label=${t('access.loginPassword')} stored=${has.loginPassword} again=${other_login} />
    </div>
    <${SecretField} form=${form} name="sshPrivateKey" label=${t('access.sshPrivateKey')} stored=${has.sshPrivateKey}
      again=${other_login} multiline hint=${t('access.sshPrivateKey_hint')} /><//>
    <${Section} title=${t('access.execution')}><div class="grid">
      <${Field} form=${form} name="elevation" type="select" label=${t('access.elevation')} hint=${t('access.elevation_hint')}
        options=${choices('elevation', ['none', 'su', 'sudo'])} />
      ${elevated && html`
        <${Field} form=${form} name="executionId" label=${t('access.executionId')} hint=${t('access.executionId_hint')} required />
        <${SecretField} form=${form} name="executionPassword" label=${t('access.executionPassword')}
          stored=${has.executionPassword} again=${is_elsewhere(initial, form.values, execution_place)} hint=${t('access.executionPassword_hint')} />`}
    </div><//>
  <//>`;
}

export const NewAccess = () => html`<${Page} title=${t('access.new')} crumbs=${[['/accesses', t('nav.accesses')]]}>
  <${Editor} initial=${fresh} /><//>`;

export function EditAccess({access}) {
  const stored = useOnce(`/accesses/${access}`);
  const crumbs = [['/accesses', t('nav.accesses')], [`/accesses/${access}`, stored.data?.settings.name ?? '…']];
  return html`<${Page} title=${t('access.edit')} crumbs=${crumbs}>
    <${Loaded} resource=${stored}>${(data) => html`<${Editor} access=${access} etag=${stored.etag} initial=${data.settings}
      has=${{loginPassword: data.hasLoginPassword, sshPrivateKey: data.hasSshPrivateKey,
        executionPassword: data.hasExecutionPassword}} />`}<//>
  <//>`;
}
