import {duration, zoned} from '../../lib/format.js';
import {t, word} from '../../lib/i18n.js';
import {href} from '../../lib/router.js';
import {html} from '../../lib/ui.js';
import {tone} from '../../ui/badge.js';
import {Serial} from '../../ui/serial.js';
import {Table} from '../../ui/table.js';
import {When} from '../../ui/when.js';
import {Stage} from './run.js';

const node_cell = (row) => html`<a href=${href(`/nodes/${row.node}`)}>${row.nodeName}</a>`;

const service_cell = (row) => html`<a href=${href(`/services/${row.service}`)}>${row.serviceName}</a>`;

const time_cell = (row) => html`<a href=${href(`/applies/${row.id}`)}><${When} at=${row.requestedAt} said /></a>
  ${row.scheduledFor && html` <small class="muted">${t('order.for')} <${When} at=${row.scheduledFor} form="brief" said /></small>`}`;

const took = ({startedAt, endedAt}) => (startedAt && endedAt ? duration(Date.parse(endedAt) - Date.parse(startedAt)) : '');

/** Applies, newest first; with the service's name unless all are of one. */
export function ApplyTable({rows, services = false, empty = t('apply.none')}) {
  const columns = [
    {key: 'requested', title: zoned(t('order.requested')), cell: time_cell},
    ...(services ? [{key: 'service', title: t('order.service'), kind: 'main', cell: service_cell}] : []),
    {key: 'node', title: t('apply.node'), kind: services ? '' : 'main', cell: node_cell},
    {key: 'stage', title: t('apply.stage'), cell: (row) => html`<${Stage} run=${row} family="applyStage" states="applyState" />`},
    {key: 'serial', title: t('generation.serial'), cell: (row) => html`<${Serial} value=${row.serial} />`},
    {key: 'reason', title: t('order.reason'), cell: (row) => word('applyReason', row.reason)},
    {key: 'took', title: t('apply.took'), kind: 'number', cell: took},
  ];
  return html`<${Table} caption=${t('nav.applies')} columns=${columns} rows=${rows} level=${({severity}) => tone('severity', severity)} empty=${empty} />`;
}
