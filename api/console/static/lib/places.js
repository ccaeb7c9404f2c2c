/** The console's main places, as the side bar, the keys and their help show them. `key` follows `g`. */
export const places = [
  {path: '/', name: 'dashboard', icon: 'dashboard', key: 'd', group: 'work'},
  {path: '/services', name: 'services', icon: 'certificate', key: 's', group: 'work'},
  {path: '/orders', name: 'orders', icon: 'order', key: 'o', group: 'work'},
  {path: '/applies', name: 'applies', icon: 'apply', key: 'a', group: 'work'},
  {path: '/jobs', name: 'jobs', icon: 'jobs', key: 'j', group: 'work'},
  {path: '/log', name: 'log', icon: 'log', key: 'l', group: 'work'},
  {path: '/accesses', name: 'accesses', icon: 'host', key: 'h', group: 'settings'},
  {path: '/ca-accounts', name: 'ca_accounts', icon: 'building', key: 'c', group: 'settings'},
  {path: '/users', name: 'users', icon: 'users', key: 'u', group: 'settings'},
  {path: '/settings', name: 'settings', icon: 'settings', key: 'e', group: 'settings'},
  {path: '/state', name: 'state', icon: 'state', key: 'i', group: 'settings'},
];
