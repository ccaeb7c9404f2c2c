import {get} from './http.js';

const most_at_once = 1000;

/** {data: {items}} with all items of a list, asked for page by page. Throws Problem. */
export async function get_all(path, {query, ...options} = {}) {
  const items = [];
  for (let cursor = ''; cursor !== null;) {
    const {data} = await get(path, {...options, query: {...query, limit: most_at_once, cursor}});
    items.push(...data.items);
    cursor = data.next;
  }
  return {data: {items}};
}
