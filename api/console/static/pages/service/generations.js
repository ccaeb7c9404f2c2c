import {command, etag_of, fetch_blob, settled} from '../../lib/http.js';
import {file_name, save_as} from '../../lib/download.js';
import {t} from '../../lib/i18n.js';
import {href} from '../../lib/router.js';
import {html, useState} from '../../lib/ui.js';
import {Badge, tone} from '../../ui/badge.js';
import {confirm} from '../../ui/dialog.js';
import {Empty, Section} from '../../ui/page.js';
import {Facts} from '../../ui/table.js';
import {Serial} from '../../ui/serial.js';
import {attempt} from '../../ui/toast.js';
import {Validity} from '../../ui/validity.js';
import {When} from '../../ui/when.js';
import {ExportKeyDialog} from './export_dialog.js';
import {ImportDialog} from './import_dialog.js';

const parts = ['leaf', 'chain', 'fullchain'];

const export_part = (service, slot, part) => attempt(async () => {
  const blob = await fetch_blob('GET', `/services/${service.id}/export/${part}`, {query: {slot}});
  save_as(blob, file_name(`${service.settings.commonName}-${slot}-${part}.pem`));
});

async function choose(service, slot) {
  const options = {body: {slot}, etag: etag_of(service.version)};
  const receipt = await command('PUT', `/services/${service.id}/generation`, options);
  await settled(receipt.position);
}

const ask_remove = (service, {slot, serial}) => confirm({
  title: t('generation.remove_title', {slot}), text: t('generation.remove_text', {serial}), action: t('action.remove'),
  run: async () => settled((await command('DELETE', `/services/${service.id}/generations/${slot}`,
    {etag: etag_of(service.version)})).position),
});

function Tools({service, generation, admin, onExport}) {
  const {slot} = generation;
  return html`<div class="buttons">
    ${parts.map((part) => html`<button key=${part} type="button" class="small outline secondary"
      onClick=${() => export_part(service, slot, part)}>${t(`export.${part}`)}</button>`)}
    ${admin && html`<button type="button" class="small outline secondary" disabled=${!generation.hasKey}
        onClick=${() => onExport(generation)}>${t('export.with_key')}</button>
      ${!generation.current && !generation.notYetValid && html`<button type="button" class="small outline secondary"
        onClick=${() => attempt(() => choose(service, slot))}>${t('generation.select')}</button>`}
      <button type="button" class="small outline danger" onClick=${() => ask_remove(service, generation)}>${t('action.remove')}</button>`}
  </div>`;
}

const links_to = (nodes) => nodes.map(({node, name}, i) => html`${i > 0 && ', '}<a key=${node} href=${href(`/nodes/${node}`)}>${name}</a>`);

function Generation({service, generation, admin, onExport}) {
  const {slot, current, notBefore, notAfter, hasKey, order} = generation;
  return html`<article class="generation ${current ? 'current' : ''}">
    <header><h3>${t('generation.slot', {slot})}</h3>${current && html`<${Badge} tone="active" icon="ok">${t('generation.current')}<//>`}
      ${service.selectedSlot === slot && html`<${Badge}>${t('generation.selected')}<//>`}
      ${generation.notYetValid && html`<${Badge} tone="warning">${t('generation.not_yet_valid')}<//>`}
      ${generation.extra && html`<${Badge} tone="warning">${t('generation.extra')}<//>`}</header>
    ${generation.extra && html`<p><small>${t('generation.extra_text')}</small></p>`}
    ${generation.intermediates === 0 && html`<p><small>${t('generation.alone')}</small></p>`}
    <${Validity} from=${notBefore} to=${notAfter} renewal=${current ? service.renewalDue : null} level=${current ? tone('expiry', service.expiryStatus) : 'plain'} />
    <${Facts} entries=${[
      [t('generation.serial'), html`<${Serial} value=${generation.serial} />`],
      [t('generation.issuer'), generation.issuer],
      [t('generation.names'), generation.names.join(', ')],
      [t('generation.key'), hasKey ? t('generation.key_here') : t('generation.key_elsewhere')],
      [t('generation.origin'), order ? html`<a href=${href(`/orders/${order}`)}>${t('generation.ordered')}</a>` : t('generation.imported')],
      [t('generation.held_by'), generation.heldBy.length > 0 && links_to(generation.heldBy)],
      [t('generation.registered'), html`<${When} at=${generation.registeredAt} />`],
      [t('generation.chain_until'), html`<${When} at=${generation.chainNotAfter} form="date" />`],
    ]} />
    <${Tools} service=${service} generation=${generation} admin=${admin} onExport=${onExport} />
  </article>`;
}

/** The slots of a service that hold something (R9–R11). */
export function Generations({service, admin}) {
  const [dialog, setDialog] = useState(null);
  const close = () => setDialog(null);
  const actions = admin && html`
    ${service.selectedSlot !== null && html`<button type="button" class="small outline secondary"
      onClick=${() => attempt(() => choose(service, null))}>${t('generation.newest')}</button>`}
    <button type="button" class="small outline" onClick=${() => setDialog('import')}>${t('import.certificate')}</button>`;
  return html`<${Section} title=${t('service.generations')} actions=${actions}>
    ${service.generations.length === 0 && html`<${Empty}>${t('service.no_generation')}<//>`}
    <div class="generations">${service.generations.map((generation) => html`<${Generation} key=${generation.slot}
      service=${service} generation=${generation} admin=${admin} onExport=${setDialog} />`)}</div>
    ${dialog === 'import' && html`<${ImportDialog} service=${service} onClose=${close} />`}
    ${dialog?.slot && html`<${ExportKeyDialog} service=${service} generation=${dialog} onClose=${close} />`}
  <//>`;
}
