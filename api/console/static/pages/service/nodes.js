import {t} from '../../lib/i18n.js';
import {href} from '../../lib/router.js';
import {html, useState} from '../../lib/ui.js';
import {Badge, Word, tone} from '../../ui/badge.js';
import {Icon} from '../../ui/icon.js';
import {Section} from '../../ui/page.js';
import {Table} from '../../ui/table.js';
import {When} from '../../ui/when.js';
import {ApplyDialog, is_busy} from '../shared/apply_dialog.js';
import {check} from '../shared/node_check.js';
import {Installed, Issued, Served} from '../shared/three_states.js';

const name_cell = (node) => html`<a href=${href(`/nodes/${node.id}`)}><strong>${node.name}</strong></a>
  ${!node.enabled && html` <${Badge}>${t('state.disabled')}<//>`}
  ${node.applyState !== 'none' && html` <a href=${href(`/applies/${node.lastApply}`)}><${Word} family="applyState" value=${node.applyState} /></a>`}`;

const served_cell = (node) => html`<${Served} node=${node} />
  ${node.checkedAt && html`<small class="muted">${t('node.checked')} <${When} at=${node.checkedAt} form="relative" /></small>`}`;

function columns(ask_apply, admin) {
  const actions = (node) => html`<div class="buttons">
    <button type="button" class="small outline" disabled=${!node.enabled || !node.issuedSerial || is_busy(node)}
      title=${is_busy(node) ? t('apply.is_open') : undefined} onClick=${() => ask_apply(node)}>${t('apply.do')}</button>
    <button type="button" class="small outline secondary" disabled=${!node.enabled} onClick=${() => check(node.id, node.name)}>${t('node.check')}</button></div>`;
  return [
    {key: 'name', title: t('node.name'), kind: 'main', cell: name_cell},
    {key: 'issued', title: t('node.issued'), cell: (node) => html`<${Issued} node=${node} />`},
    {key: 'installed', title: t('node.installed'), cell: (node) => html`<${Installed} node=${node} />`},
    {key: 'served', title: t('node.served'), cell: served_cell},
    ...(admin ? [{key: 'actions', title: '', kind: 'actions', cell: actions}] : []),
  ];
}

/** Where the certificate lives: issued, installed and served side by side (R26). */
export function Nodes({service, admin}) {
  const [applying, setApplying] = useState(null);
  const {nodes} = service;
  const can_apply = service.enabled && service.generations.length > 0 && nodes.some(({enabled}) => enabled);
  const actions = admin && html`
    <button type="button" class="small" disabled=${!can_apply} onClick=${() => setApplying({all: true})}>${t('apply.all')}</button>
    <a role="button" class="small outline" href=${href(`/services/${service.id}/nodes/new`)}><${Icon} name="plus" />${t('node.new')}</a>`;
  return html`<${Section} title=${t('service.nodes')} actions=${actions}>
    <${Table} caption=${t('service.nodes')} columns=${columns(setApplying, admin)} rows=${nodes} level=${({severity}) => tone('severity', severity)}
      empty=${t('service.no_nodes')} />
    ${applying && html`<${ApplyDialog} service=${service} node=${applying.all ? null : applying} onClose=${() => setApplying(null)} />`}
  <//>`;
}
