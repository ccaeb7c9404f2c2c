import {file_name, save_as} from '../../lib/download.js';
import {t} from '../../lib/i18n.js';
import {html} from '../../lib/ui.js';
import {Section} from '../../ui/page.js';
import {Facts} from '../../ui/table.js';
import {When} from '../../ui/when.js';

const export_csr = ({csr, settings}) => save_as(new Blob([csr.csrPem]), file_name(`${settings.commonName}.csr`));

/** The key and CSR that wait for the next order. */
export function PendingKey({service}) {
  const {hasKey, publicKeySha256, madeAt} = service.csr;
  const actions = html`<button type="button" class="small outline" onClick=${() => export_csr(service)}>${t('csr.export')}</button>`;
  return html`<${Section} title=${t('csr.pending')} actions=${actions}>
    <${Facts} entries=${[
      [t('generation.key'), t(hasKey ? 'generation.key_here' : 'generation.key_elsewhere')],
      [t('csr.public_key'), html`<code class="long">${publicKeySha256}</code>`],
      [t('csr.made'), html`<${When} at=${madeAt} />`],
    ]} />
  <//>`;
}
