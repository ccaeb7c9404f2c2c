import {t, word} from '../../lib/i18n.js';
import {html} from '../../lib/ui.js';
import {Badge, Word, trouble} from '../../ui/badge.js';
import {Serial} from '../../ui/serial.js';

// Issued, installed and served are three facts of a node, never one (R26).

const serial_or = (serial, otherwise) =>
  (serial ? html`<${Serial} value=${serial} />` : html`<span class="muted">${otherwise}</span>`);

/** Of a node whose apply is stuck nothing is proved, whatever was seen before. */
export const is_unproved = ({applyState}) => applyState === 'stuck';

/** What the last check says by now: what matched then may have been followed by another certificate. */
export const seen = ({verdict, served}) => (verdict === 'matches' && !served ? 'differs' : verdict);

export const Issued = ({node}) => html`<div class="fact">
  <${Badge} tone=${node.issuedSerial && !is_unproved(node) ? 'ok' : 'plain'}>${t(node.issuedSerial ? 'node.is_issued' : 'node.not_issued')}<//>
  ${serial_or(node.issuedSerial, '')}</div>`;

function installed_look(node) {
  if (!node.installedSerial) return ['plain', 'node.not_installed'];
  if (!node.installed) return [trouble(node.severity), 'node.older_installed'];   // how bad that is, or whether one expects it
  return [is_unproved(node) ? 'plain' : 'ok', 'node.is_installed'];
}

export function Installed({node}) {
  const [colour, text] = installed_look(node);
  return html`<div class="fact"><${Badge} tone=${colour}>${t(text)}<//>${serial_or(node.installedSerial, '')}</div>`;
}

function Seen({node}) {
  const value = seen(node);
  if (!value) return node.checkedFromOutside ? html`<${Word} family="severity" value="unknown" />` : html`<${Badge}>${t('node.not_checked')}<//>`;
  if (value === 'matches') return html`<${Word} family="verdict" value=${value} quiet=${is_unproved(node)} />`;
  return html`<${Badge} tone=${trouble(node.severity)}>${word('verdict', value)}<//>`;
}

export function Served({node}) {
  return html`<div class="fact" title=${word('verdictTitle', seen(node)) || undefined}><${Seen} node=${node} />
    ${serial_or(node.servedSerial, '')}</div>`;
}
