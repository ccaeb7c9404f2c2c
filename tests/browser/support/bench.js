// A bare page on which a test puts one part of the console, with settings that were made up for it.
import {readFileSync} from 'node:fs';
import {words, document as made_up} from './made_up.js';
import {openapi, root} from './mock/description.js';

/** The description of the API with the made-up settings beside its own. */
const described = {
  ...openapi, 'x-kept': [...openapi['x-kept'], ...made_up['x-kept']],
  components: {...openapi.components, schemas: {...openapi.components.schemas, ...made_up.schemas}},
};
const index = readFileSync(`${root}api/console/static/index.html`, 'utf8');
const bare = index.replace(/<script type="module".*<\/script>/, '').replaceAll('@ROOT@', '/console');
const json = (value) => ({contentType: 'application/json', body: JSON.stringify(value)});

/** From now on the page is told of the made-up settings too, and of the words for them. */
export async function add_made_up(page) {
  await page.route('**/api/v1/openapi.json', (route) => route.fulfill(json(described)));
  await page.route('**/console/words/*.json', async (route) => {
    const all = await (await route.fetch()).json();
    const [language] = /[a-z]+(?=\.json)/.exec(route.request().url());
    await route.fulfill(json(Object.fromEntries(Object.entries(all).map(([part, own]) => [part, {...own, ...words[language][part]}]))));
  });
}

/**
 * Opens the page, on which requests are answered by `answers`: {'GET /things': ({query, body, headers, id}) => {status, value, etag}}.
 * Returns what was sent: [{method, path, body, etag}, …].
 */
export async function open_bench(page, url, answers = {}) {
  const sent = [];
  await page.route('**/bench', (route) => route.fulfill({contentType: 'text/html', body: bare}));
  await add_made_up(page);
  await page.route(/\/api\/v1\/made-ups/, async (route) => {
    const request = route.request();
    const {pathname, searchParams} = new URL(request.url());
    const path = pathname.replace('/api/v1', '');
    const body = request.postDataJSON() ?? undefined;
    if (request.method() !== 'GET') sent.push({method: request.method(), path, body, etag: request.headers()['if-match']});
    const {status = 200, value, etag} = await answers[`${request.method()} ${path}`]({query: searchParams, body, etag: request.headers()['if-match']});
    await route.fulfill({status, ...json(value), headers: etag ? {ETag: etag} : {}});
  });
  await page.goto(`${url}/bench`);
  return sent;
}

/** Draws the part `name` of the module, with `properties`, beside what the whole page has once. */
export const draw = (page, module, name, properties) => page.evaluate(async ([from, part, values]) => {
  const parts = await Promise.all(['lib/ui.js', 'lib/session.js', 'ui/made_here.js', 'ui/toast.js', from].map((path) => import(`/console/${path}`)));
  const [{html, render}, {resume}, {MadeHere}, {Toasts}, {[part]: Part}] = parts;
  await resume();
  window.said = [];
  const handlers = {onSaved: (receipt, body) => window.said.push({saved: receipt.id, body}), onCancel: () => window.said.push('cancelled')};
  render(html`<main><h1>Bench</h1><${Part} ...${values} ...${handlers} /></main><${MadeHere} /><${Toasts} />`, document.getElementById('app'));
}, [module, name, properties]);
