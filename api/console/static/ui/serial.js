import {t} from '../lib/i18n.js';
import {html} from '../lib/ui.js';

const shown_whole = 16;

const shorten = (serial) => (serial.length <= shown_whole ? serial : `${serial.slice(0, 6)}…${serial.slice(-8)}`);

/** A serial number: long ones shortened, whole in the tooltip. */
export function Serial({value}) {
  if (!value) return html`<span class="muted">${t('serial.none')}</span>`;
  return html`<code class="serial" title=${value}>${shorten(value)}</code>`;
}
