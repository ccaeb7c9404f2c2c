import {Access} from './access.js';
import {EditAccess, NewAccess} from './access_form.js';
import {Accesses} from './accesses.js';
import {Account} from './account.js';
import {Applies} from './applies.js';
import {Apply} from './apply.js';
import {CaAccount, EditCaAccount, NewCaAccount} from './ca_account_form.js';
import {CaAccounts} from './ca_accounts.js';
import {Dashboard} from './dashboard.js';
import {Job} from './job.js';
import {Jobs} from './jobs.js';
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

/** [path, page, page of those who may not change anything]: `:names` become the page's properties. */
export const routes = [
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
  ['/accesses', Accesses],
  ['/accesses/new', NewAccess, Accesses],
  ['/accesses/:access', Access],
  ['/accesses/:access/edit', EditAccess, Access],
  ['/ca-accounts', CaAccounts],
  ['/ca-accounts/new', NewCaAccount, CaAccounts],
  ['/ca-accounts/:account', EditCaAccount, CaAccount],
  ['/users', Users],
  ['/account', Account],
  ['/settings', Settings],
  ['/state', State],
  ['/licences', Licences],
];
