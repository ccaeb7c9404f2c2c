export const end_of_log = 1301;

/** A page of `items`, as the request asks for it. */
export function page(items, {query}) {
  const limit = Number(query.get('limit') || 100);
  const from = Number(query.get('cursor') || 0);
  const next = from + limit < items.length ? String(from + limit) : null;
  return {position: end_of_log, total: items.length, items: items.slice(from, from + limit), next};
}

export const receipt = (id, version = 9) => ({id, stream: 'mock', position: end_of_log - 1, version, changed: true});
