import {t, word} from '../../lib/i18n.js';
import {html} from '../../lib/ui.js';
import {Badge, Word} from '../../ui/badge.js';
import {Serial} from '../../ui/serial.js';

// Issued, installed and served are three facts of a node, never one (R26).

const serial_or = (serial, otherwise) =>
  (serial ? html`<${Serial} value=${serial} />` : html`<span class="muted">${otherwise}</span>`);

export const Issued = ({node}) => html`<div class="fact">
  <${Badge} tone=${node.issuedSerial ? 'ok' : 'plain'}>${t(node.issuedSerial ? 'node.is_issued' : 'node.not_issued')}<//>
  ${serial_or(node.issuedSerial, '')}</div>`;

function installed_look({installedSerial, issuedSerial}) {
  if (!installedSerial) return ['plain', 'node.not_installed'];
  return installedSerial === issuedSerial ? ['ok', 'node.is_installed'] : ['warning', 'node.older_installed'];
}

export function Installed({node}) {
  const [tone, text] = installed_look(node);
  return html`<div class="fact"><${Badge} tone=${tone}>${t(text)}<//>${serial_or(node.installedSerial, '')}</div>`;
}

export function Served({node}) {
  const unseen = t(node.checkedFromOutside ? 'node.not_yet_checked' : 'node.not_checked');
  const badge = node.verdict ? html`<${Word} family="verdict" value=${node.verdict} />` : html`<${Badge}>${unseen}<//>`;
  return html`<div class="fact" title=${node.verdict ? word('verdictTitle', node.verdict) : undefined}>${badge}
    ${serial_or(node.servedSerial, '')}</div>`;
}
