import {command, settled} from '../../lib/http.js';
import {t} from '../../lib/i18n.js';
import {html} from '../../lib/ui.js';
import {Dialog} from '../../ui/dialog.js';
import {Field, FileInto, Form, useForm} from '../../ui/form.js';
import {say} from '../../ui/toast.js';

const placeholder = '-----BEGIN CERTIFICATE-----';

/** A pasted or chosen PEM text. */
function Pem({form, name, label, hint, optional, required, secret}) {
  return html`<${Field} form=${form} name=${name} type="textarea" rows="5" class="pem" label=${label} hint=${hint}
      optional=${optional} required=${required} secret=${secret} placeholder=${name === 'certificate' ? placeholder : ''} />
    <${FileInto} form=${form} name=${name} label=${t('import.from_file')} secret=${secret} />`;
}

/** Registers a certificate made elsewhere, with its key if it is at hand (R10). */
export function ImportDialog({service, onClose}) {
  const separate = service.settings.separateChain;
  const form = useForm({certificate: '', chain: '', key: ''}, async ({certificate, chain, key}) => {
    const body = {certificate, chain: chain || null, key: key || null};
    await settled((await command('POST', `/services/${service.id}/certificate`, {body})).position);
    say(t('import.done'));
    onClose();
  }, 'import');
  return html`<${Dialog} title=${t('import.certificate')} onClose=${onClose} wide>
    <${Form} form=${form} submit_text=${t('import.do')} onCancel=${onClose}>
      <${Pem} form=${form} name="certificate" label=${t('import.pem')} required
        hint=${t(separate ? 'import.leaf_hint' : 'import.chain_inside_hint')} />
      ${separate && html`<${Pem} form=${form} name="chain" label=${t('import.chain')} hint=${t('import.chain_hint')} />`}
      <${Pem} form=${form} name="key" label=${t('import.key')} hint=${t('import.key_hint')} optional secret />
    <//>
  <//>`;
}

/** A CSR made elsewhere; its key stays there (R13). */
export function ImportCsrDialog({service, onClose}) {
  const form = useForm({csr: ''}, async (body) => {
    await settled((await command('POST', `/services/${service.id}/csr`, {body})).position);
    say(t('import.csr_done'));
    onClose();
  }, 'csr');
  return html`<${Dialog} title=${t('import.csr')} onClose=${onClose} wide>
    <${Form} form=${form} submit_text=${t('import.do')} onCancel=${onClose}>
      <${Pem} form=${form} name="csr" label=${t('import.csr_pem')} hint=${t('import.csr_hint')} required />
    <//>
  <//>`;
}
