import {zoned} from '../../lib/format.js';
import {t, word} from '../../lib/i18n.js';
import {href} from '../../lib/router.js';
import {html} from '../../lib/ui.js';
import {tone} from '../../ui/badge.js';
import {Cause} from '../../ui/problem.js';
import {Table} from '../../ui/table.js';
import {When} from '../../ui/when.js';
import {Stage} from './run.js';

const service_column = () => ({
  key: 'service', title: t('order.service'), kind: 'main',
  cell: (row) => html`<a href=${href(`/services/${row.service}`)}>${row.serviceName}</a>`,
});

const time_cell = (row) => html`<a href=${href(`/orders/${row.id}`)}><${When} at=${row.requestedAt} said /></a>
  ${row.scheduledFor && html` <small class="muted">${t('order.for')} <${When} at=${row.scheduledFor} form="brief" said /></small>`}`;

/** The CA's last word, and behind it what the CA added to it. */
export function CaStatus({status}) {
  const [first] = status.split(': ', 1);
  return html`${word('caStatus', first)}
    ${status !== first && html` <span class="detail">${status.slice(first.length + 2)}</span>`}`;
}

const status_cell = (row) => html`<${CaStatus} status=${row.status} />
  ${row.lastError && html` <span class="detail"><${Cause} text=${row.lastError} /></span>`}`;

/** Orders, newest first; with the service's name unless all are of one. */
export function OrderTable({rows, services = false, empty = t('order.none')}) {
  const columns = [
    {key: 'requested', title: zoned(t('order.requested')), cell: time_cell},
    ...(services ? [service_column()] : []),
    {key: 'stage', title: t('order.stage'), cell: (row) => html`<${Stage} run=${row} family="orderStage" states="orderState" />`},
    {key: 'reason', title: t('order.reason'), cell: (row) => word('orderReason', row.reason)},
    {key: 'status', title: t('order.status'), cell: status_cell},
    {key: 'ended', title: zoned(t('order.ended')), cell: (row) => html`<${When} at=${row.endedAt} form="brief" said />`},
  ];
  return html`<${Table} caption=${t('nav.orders')} columns=${columns} rows=${rows} level=${({severity}) => tone('severity', severity)} empty=${empty} />`;
}
