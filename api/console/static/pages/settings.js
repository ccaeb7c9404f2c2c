import {command, settled} from '../lib/http.js';
import {t} from '../lib/i18n.js';
import {useResource} from '../lib/resource.js';
import {is_admin} from '../lib/session.js';
import {html} from '../lib/ui.js';
import {DescribedFacts} from '../ui/described_facts.js';
import {DescribedForm} from '../ui/described_form.js';
import {Field, Form, useForm} from '../ui/form.js';
import {Loaded, Page, Section} from '../ui/page.js';
import {Facts} from '../ui/table.js';
import {say} from '../ui/toast.js';

function CompanyName({company, etag, reload}) {
  const form = useForm({name: company.name}, async (body) => {
    await settled((await command('PUT', '/company', {body, etag})).position);
    say(t('settings.saved'));
    reload();
  }, 'company');
  return html`<${Section} title=${t('company.title')}>
    <${Form} form=${form} submit_text=${t('action.save')}>
      <${Field} form=${form} name="name" label=${t('company.name')} required /><//><//>`;
}

function Company() {
  const resource = useResource('/company', {follow: ['company']});
  const {etag, reload} = resource;
  return html`<${Loaded} resource=${resource}>${(company) => (is_admin()
    ? html`<${CompanyName} key=${company.name} company=${company} etag=${etag} reload=${reload} />`
    : html`<${Section} title=${t('company.title')}><${Facts} entries=${[[t('company.name'), company.name]]} /><//>`)}<//>`;
}

function General() {
  const resource = useResource('/settings', {follow: ['company']});
  const {etag, reload} = resource;
  const saved = () => { say(t('settings.saved')); reload(); };
  return html`<${Loaded} resource=${resource}>${({settings}) => (is_admin()
    ? html`<${DescribedForm} key=${JSON.stringify(settings)} settings="settings" path="/settings" stored=${{settings, etag}}
        submit_text=${t('action.save')} onSaved=${saved} />`
    : html`<${Section} title=${t('settings.general')}><${DescribedFacts} settings="settings" values=${settings} /><//>`)}<//>`;
}

/**
 * Company and general settings (R1, R5). A form begins anew when what it edits was changed elsewhere, so that nothing
 * is overwritten unseen.
 */
export const Settings = () => html`<${Page} title=${t('nav.settings')}><${Company} /><${General} /><//>`;
