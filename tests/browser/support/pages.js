// Every page of the console, by name, with an address in the pretended installation.
import {accesses, groups, services} from './mock/data.js';
import {kept_things} from './mock/description.js';
import {kept_rows} from './mock/kept_rows.js';
import {applies, jobs, orders} from './mock/runs.js';

const [site_service, shop, , , , , fresh, , partner, payment] = services;
const node = site_service.nodes[1];

/** The first of what is kept for each way that its settings are made: of their kinds, if they have any. */
function one_of_each_kind(rows) {
  const kinds = ({settings}) => Object.values(settings).map((part) => part?.kind).filter(Boolean).join('-');
  const different = rows.filter((row, at) => rows.findIndex((other) => kinds(other) === kinds(row)) === at);
  return different.map((row, at) => [at === 0 ? '' : `-${kinds(row)}`, row]);
}

/** The pages of what the description keeps: the list is called by its path, the others by its word. */
const kept_pages = kept_things.flatMap(({word, path}) => {
  const one = word.replaceAll('_', '-');
  const each = one_of_each_kind(kept_rows[word]).flatMap(([kind, {id}]) => [[`${one}${kind}`, `${path}/${id}`], [`${one}${kind}-edit`, `${path}/${id}/edit`]]);
  return [[path.slice(1), path], [`${one}-new`, `${path}/new`], ...each];
});

export const pages = {
  dashboard: '/', services: '/services', 'services-filtered': '/services?severity=critical', 'services-topic': '/services?topic=apply-stuck', 'service-new': '/services/new', service: `/services/${site_service.id}`,
  'service-ordering': `/services/${fresh.id}`, 'service-edit': `/services/${site_service.id}/edit`, 'service-log': `/services/${site_service.id}/log`,
  'service-stuck': `/services/${payment.id}`, 'node-stuck': `/nodes/${payment.nodes[1].id}`, 'service-retrying': `/services/${shop.id}`, 'service-rolling-back': `/services/${partner.id}`,
  'node-new': `/services/${site_service.id}/nodes/new`, node: `/nodes/${node.id}`, 'node-edit': `/nodes/${node.id}/edit`,
  orders: '/orders', 'order-open': `/orders/${orders[0].summary.id}`, 'order-retrying': `/orders/${orders[1].summary.id}`,
  'order-done': `/orders/${orders[2].summary.id}`, 'order-scheduled': `/orders/${orders[4].summary.id}`, 'order-parked': `/orders/${orders[5].summary.id}`, 'order-failed': `/orders/${orders[3].summary.id}`,
  applies: '/applies', 'apply-running': `/applies/${applies[0].summary.id}`, 'apply-rolled-back': `/applies/${applies[1].summary.id}`,
  'apply-done': `/applies/${applies[2].summary.id}`, 'apply-stuck': `/applies/${applies[4].summary.id}`,
  'apply-rolling-back': `/applies/${applies[5].summary.id}`, 'apply-retrying': `/applies/${applies[6].summary.id}`,
  jobs: '/jobs', job: `/jobs/${jobs[0].id}`, log: '/log', ...Object.fromEntries(kept_pages),
  'access-key-refused': `/accesses/${accesses[1].id}`, 'organizations-none-found': '/organizations?q=nobody', 'services-of-group': `/services?group=${groups[1].id}`,
  users: '/users', account: '/account', settings: '/settings', state: '/state', licences: '/licences', 'not-found': '/nowhere',
};
