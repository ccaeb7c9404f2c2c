// Every page of the console, by name, with an address in the pretended installation.
import {accesses, account, groups, organizations, services, sites} from './mock/data.js';
import {applies, jobs, orders} from './mock/runs.js';

const [site_service, shop, , , , , fresh, , partner, payment] = services;
const node = site_service.nodes[1];

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
  jobs: '/jobs', job: `/jobs/${jobs[0].id}`, log: '/log', accesses: '/accesses', access: `/accesses/${accesses[1].id}`, 'access-new': '/accesses/new',
  'access-edit': `/accesses/${accesses[0].id}/edit`, 'ca-accounts': '/ca-accounts', 'ca-account': `/ca-accounts/${account.id}`, 'ca-account-new': '/ca-accounts/new', 'ca-account-edit': `/ca-accounts/${account.id}/edit`,
  organizations: '/organizations', 'organizations-none-found': '/organizations?q=nobody', organization: `/organizations/${organizations[0].id}`, 'organization-new': '/organizations/new', 'organization-edit': `/organizations/${organizations[0].id}/edit`,
  'user-groups': '/user-groups', 'user-group': `/user-groups/${groups[1].id}`, 'user-group-new': '/user-groups/new', 'services-of-group': `/services?group=${groups[1].id}`,
  sites: '/sites', site: `/sites/${sites[0].id}`, 'site-new': '/sites/new',
  users: '/users', account: '/account', settings: '/settings', state: '/state', licences: '/licences', 'not-found': '/nowhere',
};
