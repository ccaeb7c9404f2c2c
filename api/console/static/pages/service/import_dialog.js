import {command, settled} from '../../lib/http.js';
import {t} from '../../lib/i18n.js';
import {html, useState} from '../../lib/ui.js';
import {Dialog} from '../../ui/dialog.js';
import {Field, FileInto, Form, useForm} from '../../ui/form.js';
import {say} from '../../ui/toast.js';

const placeholder = '-----BEGIN CERTIFICATE-----';

/** A pasted or chosen PEM text. */
function Pem({form, name, label, hint, optional, required, secret, onBinary}) {
  return html`<${Field} form=${form} name=${name} type="textarea" rows="5" class="pem" label=${label} hint=${hint}
      optional=${optional} required=${required} secret=${secret} placeholder=${name === 'certificate' ? placeholder : ''} />
    <${FileInto} form=${form} name=${name} label=${t('import.from_file')} secret=${secret} onBinary=${onBinary} />`;
}

const base64_of = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

/** A file in DER or PKCS#12, which stands for the text; only the server can look into it. */
function BinaryFile({form, name, onDrop}) {
  return html`<p>${t('import.file', {name})} <button type="button" class="small outline" onClick=${onDrop}>${t('import.file_drop')}</button></p>
    <${Field} form=${form} name="passphrase" type="password" autocomplete="off" label=${t('import.passphrase')} hint=${t('import.passphrase_hint')} optional />`;
}

/** Registers a certificate made elsewhere, with its key if it is at hand (R10). */
export function ImportDialog({service, onClose}) {
  const separate = service.settings.separateChain;
  const [binary, setBinary] = useState(null);   // {name, base64}: it may hold a private key, so no draft keeps it
  const form = useForm({certificate: '', chain: '', key: '', passphrase: ''}, async ({certificate, chain, key, passphrase}) => {
    const what = binary ? {file: binary.base64, passphrase: passphrase || null} : {certificate};
    const body = {...what, chain: chain || null, key: key || null};
    await settled((await command('POST', `/services/${service.id}/certificate`, {body})).position);
    say(t('import.done'));
    onClose();
  }, 'import');
  return html`<${Dialog} title=${t('import.certificate')} onClose=${onClose} wide>
    <${Form} form=${form} submit_text=${t('import.do')} onCancel=${onClose}>
      ${binary ? html`<${BinaryFile} form=${form} name=${binary.name} onDrop=${() => setBinary(null)} />`
    : html`<${Pem} form=${form} name="certificate" label=${t('import.pem')} required hint=${t(separate ? 'import.leaf_hint' : 'import.chain_inside_hint')}
        onBinary=${(bytes, {name}) => setBinary({name, base64: base64_of(bytes)})} />`}
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
