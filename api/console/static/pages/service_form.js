import {command, settled} from '../lib/http.js';
import {t, word} from '../lib/i18n.js';
import {useOnce, useResource} from '../lib/resource.js';
import {go} from '../lib/router.js';
import {html} from '../lib/ui.js';
import {Field, Form, Tick, useForm} from '../ui/form.js';
import {Loaded, Page, Section} from '../ui/page.js';

const algorithms = ['ecdsa-p256', 'ecdsa-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096'];
const rules = ['fraction-of-life', 'days-before-expiry', 'never'];

const fresh = {
  name: '', commonName: '', sans: '', separateChain: false, caAccount: '', slots: 2,
  key: {algorithm: 'ecdsa-p256', newKeyEachOrder: true},
  subject: {country: '', state: '', locality: '', organization: '', unit: '', email: ''},
  renewal: {rule: 'fraction-of-life', percentOfLife: 67, daysBefore: 30, applyAutomatically: true},
};

const to_form = (settings) =>
  ({...settings, sans: settings.sans.join('\n'), caAccount: settings.caAccount ?? ''});

const to_api = (values) => ({
  ...values, sans: values.sans.split(/[\s,]+/).filter(Boolean), caAccount: values.caAccount || null,
});

async function save(service, etag, values) {
  const body = to_api(values);
  const receipt = service
    ? await command('PUT', `/services/${service}`, {body, etag})
    : await command('POST', '/services', {body});
  await settled(receipt.position);
  go(`/services/${receipt.id}`);
}

const choices = (family, values) => values.map((value) => [value, word(family, value)]);

function Names({form}) {
  return html`<${Section} title=${t('service.names')}>
    <div class="grid">
      <${Field} form=${form} name="name" label=${t('service.name')} hint=${t('service.name_hint')} required autofocus />
      <${Field} form=${form} name="commonName" label=${t('service.commonName')} hint=${t('service.commonName_hint')}
        required maxlength="64" autocapitalize="none" spellcheck=${false} />
    </div>
    <${Field} form=${form} name="sans" type="textarea" rows="3" label=${t('service.sans')} hint=${t('service.sans_hint')}
      optional />
  <//>`;
}

function Ordering({form, accounts}) {
  const account_choices = [['', t('service.no_ca')], ...accounts.map(({id, name}) => [id, name])];
  const {rule} = form.values.renewal;
  return html`<${Section} title=${t('service.ordering')}>
    <div class="grid">
      <${Field} form=${form} name="caAccount" type="select" label=${t('service.caAccount')} options=${account_choices}
        hint=${accounts.length ? t('service.ca_hint') : t('service.ca_none')} />
      <${Field} form=${form} name="renewal.rule" type="select" label=${t('service.renewal')}
        options=${choices('renewalRule', rules)} />
      ${rule === 'fraction-of-life' && html`<${Field} form=${form} name="renewal.percentOfLife" type="number" min="10"
        max="95" label=${t('service.percent')} hint=${t('service.percent_hint')} required />`}
      ${rule === 'days-before-expiry' && html`<${Field} form=${form} name="renewal.daysBefore" type="number" min="1"
        max="365" label=${t('service.days')} hint=${t('service.days_hint')} required />`}
    </div>
    <${Tick} form=${form} name="renewal.applyAutomatically" toggle label=${t('service.apply_automatically')}
      hint=${t('service.apply_automatically_hint')} />
  <//>`;
}

const subject_fields = [['country', 2], ['state', 128], ['locality', 128], ['organization', 64], ['unit', 64], ['email', 128]];

function KeyAndCsr({form}) {
  return html`<${Section} title=${t('service.key')}>
    <div class="grid">
      <${Field} form=${form} name="key.algorithm" type="select" label=${t('service.algorithm')}
        options=${choices('keyAlgorithm', algorithms)} />
      <${Tick} form=${form} name="key.newKeyEachOrder" toggle label=${t('service.new_key')} hint=${t('service.new_key_hint')} />
    </div>
    <details><summary>${t('service.subject')}</summary>
      <p class="hint">${t('service.subject_hint')}</p>
      <div class="grid">${subject_fields.map(([name, length]) => html`<${Field} key=${name} form=${form}
        name=${`subject.${name}`} label=${t(`subject.${name}`)} maxlength=${length} optional
        type=${name === 'email' ? 'email' : 'text'} />`)}</div>
    </details>
    <div class="grid">
      <${Field} form=${form} name="slots" type="number" min="2" max="10" label=${t('service.slots')}
        hint=${t('service.slots_hint')} required />
    </div>
    <${Tick} form=${form} name="separateChain" label=${t('service.separate_chain')} hint=${t('service.separate_chain_hint')} />
  <//>`;
}

function Editor({service, etag, initial}) {
  const accounts = useResource('/ca-accounts');
  const form = useForm(initial, (values) => save(service, etag, values), 'service');
  const back = () => go(service ? `/services/${service}` : '/services');
  return html`<${Loaded} resource=${accounts}>${({items}) => html`
    <${Form} form=${form} submit_text=${t(service ? 'action.save' : 'services.create')} onCancel=${back}>
      <${Names} form=${form} /><${Ordering} form=${form} accounts=${items} /><${KeyAndCsr} form=${form} />
    <//>`}<//>`;
}

export const NewService = () => html`
  <${Page} title=${t('services.new')} crumbs=${[['/services', t('nav.services')]]}>
    <${Editor} initial=${fresh} /><//>`;

export function EditService({service}) {
  const stored = useOnce(`/services/${service}`);
  const crumbs = [['/services', t('nav.services')], [`/services/${service}`, stored.data?.settings.name ?? '…']];
  return html`<${Page} title=${t('service.edit')} crumbs=${crumbs}>
    <${Loaded} resource=${stored}>${({settings}) => html`
      <${Editor} service=${service} etag=${stored.etag} initial=${to_form(settings)} />`}<//>
  <//>`;
}
