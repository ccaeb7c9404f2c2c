import {command, settled} from '../lib/http.js';
import {number} from '../lib/format.js';
import {t} from '../lib/i18n.js';
import {useResource} from '../lib/resource.js';
import {is_admin} from '../lib/session.js';
import {html, useState} from '../lib/ui.js';
import {confirm, Dialog} from '../ui/dialog.js';
import {Field, Form, useForm} from '../ui/form.js';
import {Loaded, Page, Section} from '../ui/page.js';
import {Facts, Table} from '../ui/table.js';
import {say} from '../ui/toast.js';

/** Sends a change and says so. */
async function save(method, path, options, reload) {
  await settled((await command(method, path, options)).position);
  say(t('settings.saved'));
  reload();
}

function CompanyName({company, etag, reload}) {
  const form = useForm({name: company.name}, (body) => save('PUT', '/company', {body, etag}, reload), 'company');
  return html`<${Section} title=${t('company.title')}>
    <${Form} form=${form} submit_text=${t('action.save')}>
      <${Field} form=${form} name="name" label=${t('company.name')} required /><//><//>`;
}

const timers = ['caTimeoutS', 'connectTimeoutS', 'commandTimeoutS', 'orderPollS', 'nodeCheckIntervalS', 'expiryCheckIntervalS'];

function General({company, etag, reload}) {
  const form = useForm(company.settings, (body) => save('PUT', '/settings', {body, etag}, reload), 'settings');
  return html`<${Section} title=${t('settings.general')}>
    <${Form} form=${form} submit_text=${t('action.save')}>
      <${Field} form=${form} name="proxy" label=${t('settings.proxy')} hint=${t('settings.proxy_hint')} optional
        placeholder="proxy.example.com:8080" spellcheck=${false} />
      <h3>${t('settings.timers')}</h3>
      <div class="grid">${timers.map((name) => html`<${Field} key=${name} form=${form} name=${name} type="number" min="1"
        label=${t(`settings.${name}`)} hint=${t('settings.seconds')} required />`)}</div>
    <//><//>`;
}

function SiteDialog({site, reload, onClose}) {
  const form = useForm({name: site.name ?? ''}, async (body) => {
    const [method, path] = site.id ? ['PUT', `/sites/${site.id}`] : ['POST', '/sites'];
    await save(method, path, {body}, reload);
    onClose();
  }, `site ${site.id ?? ''}`);
  return html`<${Dialog} title=${t(site.id ? 'site.rename' : 'site.new')} onClose=${onClose}>
    <${Form} form=${form} submit_text=${t('action.save')} onCancel=${onClose}>
      <${Field} form=${form} name="name" label=${t('site.name')} hint=${t('site.hint')} required autofocus /><//><//>`;
}

const ask_remove = ({id, name}, reload) => confirm({
  title: t('site.remove_title', {name}), text: t('site.remove_text'), action: t('action.remove'),
  run: () => save('DELETE', `/sites/${id}`, {}, reload),
});

function Sites({company, reload}) {
  const [editing, setEditing] = useState(null);
  const admin = is_admin();
  const buttons = (site) => html`<div class="buttons">
    <button type="button" class="small outline secondary" onClick=${() => setEditing(site)}>${t('site.rename')}</button>
    <button type="button" class="small outline danger" onClick=${() => ask_remove(site, reload)}>${t('action.remove')}</button></div>`;
  const columns = [{key: 'name', title: t('site.name'), kind: 'main', cell: ({name}) => name},
    ...(admin ? [{key: 'actions', title: '', kind: 'actions', cell: buttons}] : [])];
  const add = admin && html`<button type="button" class="small outline" onClick=${() => setEditing({})}>${t('site.new')}</button>`;
  return html`<${Section} title=${t('site.title')} actions=${add}>
    <${Table} caption=${t('site.title')} columns=${columns} rows=${company.sites} empty=${t('site.none')} />
    ${editing && html`<${SiteDialog} site=${editing} reload=${reload} onClose=${() => setEditing(null)} />`}<//>`;
}

/** What those see who may not change it. */
function SettingsFacts({company: {name, settings}}) {
  const seconds = (timer) => [t(`settings.${timer}`), t('settings.n_seconds', {n: number(settings[timer])})];
  return html`<${Section} title=${t('company.title')}><${Facts} entries=${[[t('company.name'), name]]} /><//>
    <${Section} title=${t('settings.general')}><${Facts} entries=${[
      [t('settings.proxy'), settings.proxy || t('settings.direct')], ...timers.map(seconds)]} /><//>`;
}

/**
 * Company, sites and general settings: one stream, one version (R1, R5). A form begins anew when what it edits was
 * changed elsewhere, so that nothing is overwritten unseen.
 */
export function Settings() {
  const resource = useResource('/company', {follow: ['company']});
  const {etag, reload} = resource;
  return html`<${Page} title=${t('nav.settings')}>
    <${Loaded} resource=${resource}>${(company) => html`
      <${Sites} company=${company} reload=${reload} />
      ${is_admin() ? html`
        <${CompanyName} key=${company.name} company=${company} etag=${etag} reload=${reload} />
        <${General} key=${JSON.stringify(company.settings)} company=${company} etag=${etag} reload=${reload} />`
        : html`<${SettingsFacts} company=${company} />`}`}<//>
  <//>`;
}
