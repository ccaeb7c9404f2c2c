import {fetch_blob} from '../../lib/http.js';
import {file_name, save_as} from '../../lib/download.js';
import {t} from '../../lib/i18n.js';
import {html} from '../../lib/ui.js';
import {Dialog} from '../../ui/dialog.js';
import {Field, Form, useForm} from '../../ui/form.js';
import {Note} from '../../ui/problem.js';

const endings = {key: 'key', pkcs12: 'p12'};

/** Takes a private key out of the product (R11): the log says who did. */
export function ExportKeyDialog({service, generation: {slot}, onClose}) {
  const form = useForm({what: 'pkcs12', passphrase: ''}, async ({what, passphrase}) => {
    const body = {what, slot, passphrase: what === 'pkcs12' ? passphrase : null};
    const blob = await fetch_blob('POST', `/services/${service.id}/export`, {body});
    save_as(blob, file_name(`${service.settings.commonName}-${slot}.${endings[what]}`));
    onClose();
  });
  return html`<${Dialog} title=${t('export.key_title', {slot})} onClose=${onClose}>
    <${Form} form=${form} submit_text=${t('export.do')} onCancel=${onClose}>
      <${Note} tone="warning">${t('export.key_warning')}<//>
      <${Field} form=${form} name="what" type="select" label=${t('export.format')}
        options=${[['pkcs12', t('export.pkcs12')], ['key', t('export.key')]]} />
      ${form.values.what === 'pkcs12' && html`<${Field} form=${form} name="passphrase" type="password" required
        minlength="8" label=${t('export.passphrase')} hint=${t('export.passphrase_hint')} autocomplete="new-password" />`}
    <//>
  <//>`;
}
