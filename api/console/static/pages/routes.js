import {kept_things} from '../lib/schema.js';
import {html} from '../lib/ui.js';
import {Account} from './account.js';
import {Applies} from './applies.js';
import {Apply} from './apply.js';
import {Dashboard} from './dashboard.js';
import {Job} from './job.js';
import {Jobs} from './jobs.js';
import {EditKept, NewKept} from './kept/edit.js';
import {KeptList} from './kept/list.js';
import {KeptPage} from './kept/page.js';
import {Licences} from './licences.js';
import {Log} from './log.js';
import {Node} from './node.js';
import {EditNode, NewNode} from './node_form.js';
import {Order} from './order.js';
import {Orders} from './orders.js';
import {Service} from './service.js';
import {EditService, NewService} from './service_form.js';
import {Services} from './services.js';
import {Settings} from './settings.js';
import {State} from './state.js';
import {Users} from './users.js';

const own_routes = [
  ['/', Dashboard],
  ['/services', Services],
  ['/services/new', NewService, Services],
  ['/services/:service', Service],
  ['/services/:service/edit', EditService, Service],
  ['/services/:service/nodes/new', NewNode, Service],
  ['/services/:service/log', Log],
  ['/nodes/:node', Node],
  ['/nodes/:node/edit', EditNode, Node],
  ['/orders', Orders],
  ['/orders/:order', Order],
  ['/applies', Applies],
  ['/applies/:apply', Apply],
  ['/jobs', Jobs],
  ['/jobs/:job', Job],
  ['/log', Log],
  ['/users', Users],
  ['/account', Account],
  ['/settings', Settings],
  ['/state', State],
  ['/licences', Licences],
];

function routes_of_kept(thing) {
  const page = (Component) => (values) => html`<${Component} thing=${thing} ...${values} />`;
  const [list, one] = [page(KeptList), page(KeptPage)];
  return [[thing.path, list], [`${thing.path}/new`, page(NewKept), list], [`${thing.path}/:id`, one], [`${thing.path}/:id/edit`, page(EditKept), one]];
}

/**
 * [path, page, page of those who may not change anything]: `:names` become the page's properties. Things that are kept
 * have theirs by the description of the API.
 */
export const routes_of = (document) => [...own_routes, ...kept_things(document).flatMap(routes_of_kept)];
