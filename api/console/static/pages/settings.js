import {fields_here} from '../lib/fields_here.js';
import {command, settled} from '../lib/http.js';
import {t} from '../lib/i18n.js';
import {useResource} from '../lib/resource.js';
import {is_admin} from '../lib/session.js';
import {html} from '../lib/ui.js';
import {DescribedFacts} from '../ui/described_facts.js';
import {DescribedForm} from '../ui/described_form.js';
import {Field, Form} from '../ui/form.js';
import {useMerging} from '../ui/merging.js';
import {Loaded, Page, Section} from '../ui/page.js';
import {Facts} from '../ui/table.js';
import {say} from '../ui/toast.js';

const name_of = ({name}) => ({name});

async function rename(body, etag) {
  await settled((await command('PUT', '/company', {body, etag})).position);
  say(t('settings.saved'));
}

function CompanyName({stored}) {
  const description = fields_here({path: 'name', label: t('company.name')});
  const {form, onCompare, merge} = useMerging({description, path: '/company', stored, settings_of: name_of, send: rename, draft: 'company', stays: true});
  return html`<${Section} title=${t('company.title')}>
    <${Form} form=${form} submit_text=${t('action.save')} onCompare=${onCompare}>
      <${Field} form=${form} name="name" label=${t('company.name')} required /><//>${merge}<//>`;
}

function Company() {
  const resource = useResource('/company', {follow: ['company']});
  return html`<${Loaded} resource=${resource}>${(company) => (is_admin()
    ? html`<${CompanyName} stored=${{settings: name_of(company), etag: resource.etag}} />`
    : html`<${Section} title=${t('company.title')}><${Facts} entries=${[[t('company.name'), company.name]]} /><//>`)}<//>`;
}

function General() {
  const resource = useResource('/settings', {follow: ['company']});
  return html`<${Loaded} resource=${resource}>${({settings}) => (is_admin()
    ? html`<${DescribedForm} settings="settings" path="/settings" stored=${{settings, etag: resource.etag}} stays
        submit_text=${t('action.save')} onSaved=${() => say(t('settings.saved'))} />`
    : html`<${Section} title=${t('settings.general')}><${DescribedFacts} settings="settings" values=${settings} /><//>`)}<//>`;
}

/** Company and general settings (R1, R5). */
export const Settings = () => html`<${Page} title=${t('nav.settings')}><${Company} /><${General} /><//>`;
