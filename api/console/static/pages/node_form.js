import {command, settled} from '../lib/http.js';
import {t, word} from '../lib/i18n.js';
import {useOnce, useResource} from '../lib/resource.js';
import {go, href} from '../lib/router.js';
import {html} from '../lib/ui.js';
import {Field, Form, useForm} from '../ui/form.js';
import {Loaded, Page, Section} from '../ui/page.js';
import {Note} from '../ui/problem.js';
import {service_crumb, services_crumb} from './shared/crumbs.js';

const fresh = {
  name: '', site: '', kind: 'apache', access: '',
  apache: {certificateFile: '', chainFile: '', keyFile: '', workFolder: '', controlProgram: 'apachectl', configFile: ''},
  check: {method: 'url', fqdn: '', address: '', port: 443},
};

async function send(method, path, options) {
  const receipt = await command(method, path, options);
  await settled(receipt.position);
  return receipt.id;
}

const pairs = (rows) => rows.map(({id, name}) => [id, name]);
const with_blank = (rows) => [['', t('form.choose')], ...pairs(rows)];

function Place({form, sites, accesses}) {
  return html`<${Section} title=${t('node.place')}>
    ${sites.length === 0 && html`<${Note} tone="warning">${t('node.needs_site')} <a href=${href('/settings')}>${t('nav.settings')}</a><//>`}
    ${accesses.length === 0 && html`<${Note} tone="warning">${t('node.needs_access')} <a href=${href('/accesses/new')}>${t('access.new')}</a><//>`}
    <div class="grid">
      <${Field} form=${form} name="name" label=${t('node.name')} required autofocus />
      <${Field} form=${form} name="site" type="select" label=${t('node.site')} options=${with_blank(sites)} required />
      <${Field} form=${form} name="kind" type="select" label=${t('node.kind')} options=${[['apache', word('nodeKind', 'apache')]]} />
      <${Field} form=${form} name="access" type="select" label=${t('node.access')} options=${with_blank(accesses)} required />
    </div><//>`;
}

function Apache({form}) {
  const file = (name, more) => html`<${Field} form=${form} name=${`apache.${name}`} label=${t(`apache.${name}`)}
    hint=${t(`apache.${name}_hint`)} spellcheck=${false} ...${more} />`;
  return html`<${Section} title=${t('node.files')}><p class="hint">${t('apache.paths')}</p><div class="grid">
    ${file('certificateFile', {required: true})}${file('chainFile', {optional: true})}
    ${file('keyFile', {required: true})}${file('workFolder', {required: true})}
    ${file('controlProgram', {required: true})}${file('configFile', {optional: true})}</div><//>`;
}

function Check({form}) {
  const {method} = form.values.check;
  const methods = ['url', 'address', 'none'].map((value) => [value, word('checkMethod', value)]);
  return html`<${Section} title=${t('check.title')}><div class="grid">
    <${Field} form=${form} name="check.method" type="select" label=${t('check.method')} options=${methods}
      hint=${t(`check.hint.${method}`)} />
    ${method === 'address' && html`
      <${Field} form=${form} name="check.address" label=${t('check.address')} required spellcheck=${false} />
      <${Field} form=${form} name="check.port" type="number" min="1" max="65535" label=${t('access.port')} required />`}
    ${method !== 'none' && html`<${Field} form=${form} name="check.fqdn" label=${t('check.fqdn')} required=${method === 'url'}
      optional=${method === 'address'} hint=${t(`check.fqdn_hint.${method}`)} spellcheck=${false} />`}
  </div><//>`;
}

function Editor({initial, submit_text, onSave, onCancel}) {
  const sites = useResource('/sites');
  const accesses = useResource('/accesses', {query: {limit: 1000}});
  const form = useForm(initial, onSave, 'node');
  return html`<${Loaded} resource=${sites}>${(all_sites) => html`<${Loaded} resource=${accesses}>${(all_accesses) => html`
    <${Form} form=${form} submit_text=${submit_text} onCancel=${onCancel}>
      <${Place} form=${form} sites=${all_sites.items} accesses=${all_accesses.items} />
      <${Apache} form=${form} /><${Check} form=${form} />
    <//>`}<//>`}<//>`;
}

export function NewNode({service}) {
  const about = useResource(`/services/${service}`).data;
  const save = async (body) => {
    await send('POST', `/services/${service}/nodes`, {body});
    go(`/services/${service}`);
  };
  return html`<${Page} title=${t('node.new')} crumbs=${[services_crumb(), service_crumb(service, about?.settings.name ?? '…')]}>
    ${about && html`<${Editor} initial=${{...fresh, check: {...fresh.check, fqdn: about.settings.commonName}}}
      submit_text=${t('node.create')} onSave=${save} onCancel=${() => go(`/services/${service}`)} />`}<//>`;
}

export function EditNode({node}) {
  const stored = useOnce(`/nodes/${node}`);
  const {data, etag} = stored;
  const save = async (body) => {
    await send('PUT', `/nodes/${node}`, {body, etag});
    go(`/nodes/${node}`);
  };
  const crumbs = [services_crumb(), ...(data ? [service_crumb(data.service, data.serviceName), [`/nodes/${node}`, data.settings.name]] : [])];
  return html`<${Page} title=${t('node.edit')} crumbs=${crumbs}><${Loaded} resource=${stored}>${({settings}) => html`
    <${Editor} initial=${settings} submit_text=${t('action.save')} onSave=${save} onCancel=${() => go(`/nodes/${node}`)} />`}<//><//>`;
}
