import {command, etag_of, settled} from '../lib/http.js';
import {t, word} from '../lib/i18n.js';
import {useOnce, useResource} from '../lib/resource.js';
import {go} from '../lib/router.js';
import {html} from '../lib/ui.js';
import {Badge} from '../ui/badge.js';
import {confirm} from '../ui/dialog.js';
import {Field, Form, useForm} from '../ui/form.js';
import {Loaded, Page, Section} from '../ui/page.js';
import {Note} from '../ui/problem.js';
import {SecretField, is_elsewhere, secret_to_api} from '../ui/secret.js';
import {Facts} from '../ui/table.js';

const fresh = {
  name: '', kind: 'acme', directoryUrl: '', contact: '', trustPem: '', challenge: 'http-01', dnsHook: '', externalKeyId: '',
  parallelOrders: 4,
};

async function save(account, etag, values) {
  const body = {...values, externalKey: secret_to_api(values.externalKey)};
  const receipt = account
    ? await command('PUT', `/ca-accounts/${account}`, {body, etag})
    : await command('POST', '/ca-accounts', {body});
  await settled(receipt.position);
  go('/ca-accounts');
}

const ask_delete = ({id, version, settings}) => confirm({
  title: t('ca.delete_title', {name: settings.name}), text: t('ca.delete_text'), action: t('action.delete'),
  run: async () => {
    await settled((await command('DELETE', `/ca-accounts/${id}`, {etag: etag_of(version)})).position);
    go('/ca-accounts');
  },
});

function Challenge({form}) {
  const options = ['http-01', 'dns-01'].map((value) => [value, word('acmeChallenge', value)]);
  const {challenge} = form.values;
  return html`<${Field} form=${form} name="challenge" type="select" label=${t('ca.challenge')} options=${options}
      hint=${t(challenge === 'dns-01' ? 'ca.dns_hint' : 'ca.http_hint')} />
    ${challenge === 'dns-01' && html`<${Field} form=${form} name="dnsHook" label=${t('ca.dnsHook')} hint=${t('ca.dnsHook_hint')}
      required spellcheck=${false} />`}`;
}

function Editor({account, etag, initial, has_key}) {
  const form = useForm(initial, (values) => save(account, etag, values), 'ca_account');
  return html`<${Form} form=${form} submit_text=${t(account ? 'action.save' : 'ca.create')} onCancel=${() => go('/ca-accounts')}>
    <${Section} title=${t('ca.server')}><div class="grid">
      <${Field} form=${form} name="name" label=${t('ca.name')} required autofocus />
      <${Field} form=${form} name="directoryUrl" type="url" label=${t('ca.directoryUrl')} hint=${t('ca.directoryUrl_hint')}
        required placeholder="https://" />
      <${Field} form=${form} name="parallelOrders" type="number" min="1" max="64" label=${t('ca.parallelOrders')} hint=${t('ca.parallelOrders_hint')} required />
      <${Field} form=${form} name="contact" type="email" label=${t('ca.contact')} hint=${t('ca.contact_hint')} optional />
      <${Challenge} form=${form} />
    </div><//>
    <${Section} title=${t('ca.more')}>
      <div class="grid">
        <${Field} form=${form} name="externalKeyId" label=${t('ca.externalKeyId')} hint=${t('ca.external_hint')} optional
          spellcheck=${false} autocomplete="off" />
        <${SecretField} form=${form} name="externalKey" label=${t('ca.externalKey')} stored=${has_key}
          again=${is_elsewhere(initial, form.values, ['directoryUrl', 'externalKeyId'])} />
      </div>
      <${Field} form=${form} name="trustPem" type="textarea" rows="4" class="pem" label=${t('ca.trustPem')}
        hint=${t('ca.trustPem_hint')} optional />
    <//>
  <//>`;
}

const crumbs = () => [['/ca-accounts', t('nav.ca_accounts')]];

export const NewCaAccount = () => html`<${Page} title=${t('ca.new')} crumbs=${crumbs()}><${Editor} initial=${fresh} /><//>`;

const badge_of = ({registered}) => html`<${Badge} tone=${registered ? 'ok' : 'plain'}>
  ${t(registered ? 'ca.registered' : 'ca.not_registered')}<//>`;

/** One that was registered elsewhere, as before its directory was changed, is so nowhere now. */
const Registration = ({account: {registered, hasAccountKey, accountUrl}}) =>
  !registered && (hasAccountKey || accountUrl) && html`<${Note}>${t('ca.not_there_yet')}<//>`;

/** What those see who may not change it. */
export function CaAccount({account}) {
  const resource = useResource(`/ca-accounts/${account}`, {follow: [`ca_account-${account}`]});
  const {data} = resource;
  return html`<${Page} title=${data?.settings.name ?? '…'} crumbs=${crumbs()} badge=${data && badge_of(data)}>
    <${Loaded} resource=${resource}>${({settings, hasExternalKey}) => html`<${Registration} account=${data} /><${Section} title=${t('ca.server')}><${Facts} entries=${[
      [t('ca.kind'), word('caKind', settings.kind)],
      [t('ca.directoryUrl'), settings.directoryUrl],
      [t('ca.parallelOrders'), settings.parallelOrders],
      [t('ca.contact'), settings.contact],
      [t('ca.challenge'), word('acmeChallenge', settings.challenge)],
      [t('ca.dnsHook'), settings.dnsHook && html`<code class="long">${settings.dnsHook}</code>`],
      [t('ca.externalKeyId'), settings.externalKeyId],
      [t('ca.externalKey'), t(hasExternalKey ? 'secret.stored' : 'secret.none')],
      [t('ca.trustPem'), settings.trustPem && html`<samp class="output">${settings.trustPem}</samp>`],
    ]} /><//>`}<//>
  <//>`;
}

export function EditCaAccount({account}) {
  const stored = useOnce(`/ca-accounts/${account}`);
  const {data} = stored;
  const actions = data && html`
    <button type="button" class="outline danger" onClick=${() => ask_delete(data)}>${t('action.delete')}</button>`;
  const badge = data && badge_of(data);
  return html`<${Page} title=${data?.settings.name ?? '…'} crumbs=${crumbs()} actions=${actions} badge=${badge}>
    <${Loaded} resource=${stored}>${({settings, hasExternalKey}) => html`<${Registration} account=${data} />
      <${Editor} account=${account} etag=${stored.etag} initial=${settings} has_key=${hasExternalKey} />`}<//>
  <//>`;
}
