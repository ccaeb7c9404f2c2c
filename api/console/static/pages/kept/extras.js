import {access} from './extras/access.js';
import {ca_account} from './extras/ca_account.js';
import {user_group} from './extras/user_group.js';

const extras = {access, ca_account, user_group};

/**
 * What things of a kind have beside their settings: `columns()` and `level(row)` of the list; `Badge`, `Above` and
 * `Below` of the page, each given the thing as `one`; `places` of its secrets, as the form takes them.
 */
export const extras_of = (word) => extras[word] ?? {};
