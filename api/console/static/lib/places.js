/**
 * The console's main places, as the side bar, the keys and their help show them. `key` follows `g`. Those of kept things
 * are called as the words for people call the `thing`.
 */
export const places = [
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

/** The page of a kept thing, whose API path begins with `things`. */
export const page_of_kept = (things, id) => `${things}/${id}`;
