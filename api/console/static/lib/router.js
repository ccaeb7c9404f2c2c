import {observable} from './observable.js';

function read() {
  const [path, query = ''] = location.hash.replace(/^#/, '').split('?');
  return {path: path || '/', query: new URLSearchParams(query)};
}

/** Where we are: {path, query}. Lives in the fragment, so every place has an address of its own. */
export const place = observable(read());
addEventListener('hashchange', () => place.set(read()));

export const href = (path, query = {}) => `#${path}${query_string(query)}`;
export function go(path, query = {}) { location.hash = href(path, query); }

/** Changes the query of the page we are on without a new entry in the history. */
export function set_query(changes) {
  const next = {...Object.fromEntries(place.get().query), ...changes};
  history.replaceState(null, '', href(place.get().path, next));
  place.set(read());
}

export function query_string(query) {
  const filled = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return filled.length ? `?${new URLSearchParams(filled)}` : '';
}

/** The first of [pattern, …] that fits `path`, with the values of its `:names`. */
export function match(routes, path) {
  for (const [pattern, ...rest] of routes) {
    const values = values_of(pattern.split('/'), path.split('/'));
    if (values) return {values, rest};
  }
  return null;
}

function values_of(pattern, path) {
  if (pattern.length !== path.length) return null;
  const values = {};
  for (const [index, part] of pattern.entries()) {
    if (part.startsWith(':')) values[part.slice(1)] = decodeURIComponent(path[index]);
    else if (part !== path[index]) return null;
  }
  return values;
}
