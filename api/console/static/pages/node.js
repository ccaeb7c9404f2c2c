import {command, etag_of, settled} from '../lib/http.js';
import {t, word} from '../lib/i18n.js';
import {useResource} from '../lib/resource.js';
import {go, href} from '../lib/router.js';
import {is_admin} from '../lib/session.js';
import {html, useState} from '../lib/ui.js';
import {Badge, Word, tone} from '../ui/badge.js';
import {DescribedFacts} from '../ui/described_facts.js';
import {confirm} from '../ui/dialog.js';
import {Menu} from '../ui/menu.js';
import {Empty, Loaded, Page, Section} from '../ui/page.js';
import {Cause, Note} from '../ui/problem.js';
import {Serial} from '../ui/serial.js';
import {Facts, Table} from '../ui/table.js';
import {attempt} from '../ui/toast.js';
import {When} from '../ui/when.js';
import {ApplyDialog, is_busy} from './shared/apply_dialog.js';
import {ApplyTable} from './shared/apply_table.js';
import {service_crumb, services_crumb} from './shared/crumbs.js';
import {check} from './shared/node_check.js';
import {Installed, Issued, Served, is_unproved} from './shared/three_states.js';
import {WorstOfNode} from './shared/worst.js';

const post = async (node, action) => settled((await command('POST', `/nodes/${node.id}/${action}`)).position);

const ask_disable = (node) => confirm({
  title: t('node.disable_title', {name: node.settings.name}), text: t('node.disable_text'), action: t('action.disable'),
  run: () => post(node, 'disable'),
});

const ask_delete = (node) => confirm({
  title: t('node.delete_title', {name: node.settings.name}), text: t('node.delete_text'), action: t('action.delete'),
  run: async () => {
    await settled((await command('DELETE', `/nodes/${node.id}`, {etag: etag_of(node.version)})).position);
    go(`/services/${node.service}`);
  },
});

function Actions({node, service, row}) {
  const [applying, setApplying] = useState(false);
  const entries = [
    [t('action.edit'), () => go(`/nodes/${node.id}/edit`)],
    node.enabled ? [t('action.disable'), () => ask_disable(node)] : [t('action.enable'), () => attempt(() => post(node, 'enable'))],
    [t('action.delete'), () => ask_delete(node)],
  ];
  const can_apply = node.enabled && service?.enabled && service.generations.length > 0 && row && !is_busy(row);
  return html`<button type="button" disabled=${!can_apply} title=${row && is_busy(row) ? t('apply.is_open') : undefined} onClick=${() => setApplying(true)}>${t('apply.do')}</button>
    <button type="button" class="outline" disabled=${!node.enabled} onClick=${() => check(node.id, node.settings.name)}>${t('node.check')}</button>
    <${Menu} label=${t('action.more')} entries=${entries} />
    ${applying && html`<${ApplyDialog} service=${service} node=${{id: node.id, name: node.settings.name}}
      onClose=${() => setApplying(false)} />`}`;
}

function States({node, row}) {
  return html`<${Section} title=${t('node.states')}><div class="three">
    <div><h3>${t('node.issued')}</h3><${Issued} node=${row} /></div>
    <div><h3>${t('node.installed')}</h3><${Installed} node=${row} /><small><${When} at=${node.installedAt} /></small></div>
    <div><h3>${t('node.served')}</h3><${Served} node=${row} /><small><${When} at=${row.checkedAt} /></small></div>
  </div>
  <${Facts} entries=${[[t('node.verified'), node.verifiedSerial && html`<${Serial} value=${node.verifiedSerial} />`]]} /><//>`;
}

const matching = (value, quiet) => html`<${Badge} tone=${!value ? 'error' : quiet ? 'plain' : 'ok'}>${t(value ? 'state.matches' : 'state.differs')}<//>`;

/** `quiet`: what was seen then proves nothing any more. */
const address_columns = (quiet) => [
  {key: 'address', title: t('check.address'), kind: 'main', cell: ({address}) => address},
  {key: 'verdict', title: t('node.served'), cell: ({verdict}) => html`<${Word} family="verdict" value=${verdict} quiet=${quiet} />`},
  {key: 'serial', title: t('generation.serial'), cell: ({serial}) => html`<${Serial} value=${serial} />`},
  {key: 'key', title: t('check.key'), cell: ({keyMatches}) => matching(keyMatches, quiet)},
  {key: 'chain', title: t('check.chain'), cell: ({chainMatches}) => matching(chainMatches, quiet)},
  {key: 'detail', title: t('state_page.detail'), cell: ({detail}) => detail && html`<span class="detail"><${Cause} text=${detail} /></span>`},
];

function LastCheck({node, row}) {
  return html`<${Section} title=${t('check.last')}>
    ${node.checkRequested && html`<p aria-busy="true">${t('check.waiting')}</p>`}
    ${node.lastCheck ? html`<${Table} caption=${t('check.last')} columns=${address_columns(row && is_unproved(row))} rows=${node.lastCheck.addresses}
        row_key=${({address}) => address} level=${({verdict}) => tone('verdict', verdict)} empty=${t('check.none')} />`
      : html`<${Empty}>${t('check.none')}<//>`}<//>`;
}

/** The last apply, if it did not come to a good end. */
function LastApply({row: {applyState, applyError, lastApply}}) {
  if (!applyError) return null;
  return html`<${Note} tone=${tone('applyState', applyState)}><a href=${href(`/applies/${lastApply}`)}>${word('applyState', applyState)}</a> <${Cause} text=${applyError} /><//>`;
}

/** What ended applies left on the host, and what the node was left out of. */
function Behind({node}) {
  return html`
    ${node.leftOutSerial && html`<${Note} tone="warning"><p>${t('node.left_out')} <${Serial} value=${node.leftOutSerial} /></p><//>`}
    ${node.leftovers.length > 0 && html`<${Section} title=${t('node.leftovers')}><ul>${node.leftovers.map((left) => html`<li key=${left.apply}>
      <a href=${href(`/applies/${left.apply}`)}><${When} at=${left.since} /></a>: ${left.steps.map((step) => t(`step.${step}`)).join(', ')}.
      ${t(left.beingRemoved ? 'node.leftovers_text' : 'node.leftover_kept')}</li>`)}</ul><//>`}`;
}

function Body({node, row}) {
  const applies = useResource(`/nodes/${node.id}/applies`, {query: {limit: 10}, follow: ['apply-']});
  return html`${row && html`<${LastApply} row=${row} />`}<${Behind} node=${node} />${row && html`<${States} node=${node} row=${row} />`}
    <${LastCheck} node=${node} row=${row} /><${Section} title=${t('service.settings')}>
      <${DescribedFacts} settings="node" values=${node.settings} without=${['name']} /><//>
    <${Section} title=${t('nav.applies')}><${Loaded} resource=${applies}>${({items}) =>
      html`<${ApplyTable} rows=${items} />`}<//><//>`;
}

/** One node: issued, installed, served; settings; applies (R21, R26). */
export function Node({node}) {
  const resource = useResource(`/nodes/${node}`, {follow: [`node-${node}`, 'apply-']});
  const {data} = resource;
  const service = useResource(data && `/services/${data.service}`, {follow: ['service-', 'node-', 'apply-']}).data;
  const row = service?.nodes.find(({id}) => id === node);
  const crumbs = [services_crumb(), ...(data ? [service_crumb(data.service, data.serviceName)] : [])];
  return html`<${Page} title=${data?.settings.name ?? '…'} crumbs=${crumbs}
      badge=${data?.enabled === false ? html`<${Badge}>${t('state.disabled')}<//>` : row && html`<${WorstOfNode} node=${row} />`}
      actions=${data && is_admin() && html`<${Actions} node=${data} service=${service} row=${row} />`}>
    <${Loaded} resource=${resource}>${(one) => html`<${Body} node=${one} row=${row} />`}<//>
  <//>`;
}
