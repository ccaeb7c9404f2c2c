import {useCatalogue} from './catalogue.js';
import {kept_things} from './schema.js';

// `key` follows `g`. Those of kept things are called as the words for people call the `thing`.
const named = [
  {path: '/', name: 'dashboard', icon: 'dashboard', key: 'd', group: 'work'},
  {path: '/services', name: 'services', icon: 'certificate', key: 's', group: 'work'},
  {path: '/orders', name: 'orders', icon: 'order', key: 'o', group: 'work'},
  {path: '/applies', name: 'applies', icon: 'apply', key: 'a', group: 'work'},
  {path: '/jobs', name: 'jobs', icon: 'jobs', key: 'j', group: 'work'},
  {path: '/log', name: 'log', icon: 'log', key: 'l', group: 'work'},
  {path: '/accesses', thing: 'access', icon: 'host', key: 'h', group: 'settings'},
  {path: '/ca-accounts', thing: 'ca_account', icon: 'building', key: 'c', group: 'settings'},
  {path: '/organizations', thing: 'organization', icon: 'organization', key: 'r', group: 'settings'},
  {path: '/sites', thing: 'site', icon: 'site', key: 't', group: 'settings'},
  {path: '/user-groups', thing: 'user_group', icon: 'group', key: 'p', group: 'settings'},
  {path: '/users', name: 'users', icon: 'users', key: 'u', group: 'settings'},
  {path: '/settings', name: 'settings', icon: 'settings', key: 'e', group: 'settings'},
  {path: '/state', name: 'state', icon: 'state', key: 'i', group: 'settings'},
];

/** Where `things` are that the description keeps and nothing here names. */
const unnamed = (things) => things.filter(({word}) => !named.some(({thing}) => thing === word))
  .map(({word, path}) => ({path, thing: word, icon: 'kept', group: 'settings'}));

/** The console's main places, of `things` that are kept too: the unnamed stand behind the last kept one that is named. */
export function places_of(things = []) {
  const behind = named.findLastIndex(({thing}) => thing) + 1;
  return [...named.slice(0, behind), ...unnamed(things), ...named.slice(behind)];
}

/** The main places of this installation; while its description is not there, those with a name. */
export function usePlaces() {
  const {data} = useCatalogue();
  return places_of(data && kept_things(data.document));
}

/** The page of a kept thing, whose API path begins with `things`. */
export const page_of_kept = (things, id) => `${things}/${id}`;
