import assert from 'node:assert/strict';
import {after, afterEach, before} from 'node:test';
import {draw, open_bench} from './bench.js';
import {open_browser, open_page} from './browser.js';
import {start_mock} from './mock/server.js';

/**
 * What tests of single parts share: `open(look)` gives a page, which must be without a fault in the end; `form(answers,
 * properties)` draws a described form on it and gives what it sends.
 */
export function on_bench() {
  const bench = {};
  before(async () => { bench.browser = await open_browser(); bench.mock = await start_mock(); });
  after(async () => { await bench.browser.close(); await bench.mock.close(); });
  afterEach(async () => {
    await bench.context.close();
    assert.deepEqual(bench.faults, []);
    assert.deepEqual(bench.mock.problems, []);
  });
  bench.open = async (look = {}) => Object.assign(bench, await open_page(bench.browser, look));
  bench.form = async (answers, properties = {}) => {
    const sent = await open_bench(bench.page, bench.mock.url, answers);
    await draw(bench.page, 'ui/described_form.js', 'DescribedForm', {settings: 'made_up', path: '/made-ups', submit_text: 'Save it', ...properties});
    await bench.page.getByRole('button', {name: 'Save it'}).waitFor();
    return sent;
  };
  bench.facts = async (answers, values) => {
    await open_bench(bench.page, bench.mock.url, answers);
    await draw(bench.page, 'ui/described_facts.js', 'DescribedFacts', {settings: 'made_up', values});
    await bench.page.locator('dl.facts').first().waitFor();
  };
  bench.field = (label) => bench.page.locator('input, select, textarea').and(bench.page.getByLabel(label, {exact: true}));
  bench.save = () => bench.page.getByRole('button', {name: 'Save it'}).click();
  /** What the form told after it had sent: [{saved, body}, …]. */
  bench.said = async () => {
    await bench.page.waitForFunction(() => window.said.length > 0);
    return bench.page.evaluate(() => window.said);
  };
  return bench;
}

export const receipt = (id = 'made-up-1') => ({status: 201, value: {id, stream: 'mock', position: 1, version: 2, changed: true}});
export const refusal = (status, field, title = 'this is wrong') => ({status, value: {type: 'about:blank', title, status, detail: '', code: `made_up_${status}`, message: 6, field, instance: '1-1'}});

const names = ['Aki', 'Ben', 'Chie'];
export const friend_id = (n) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const friend = (n) => ({id: friend_id(n), version: 1, settings: {name: names[n - 1] ?? `Friend ${n}`, age: 3}});

/** Answers of a server that keeps `total` friends. */
export const friends = (total = 3) => {
  const all = Array.from({length: total}, (_, at) => friend(at + 1));
  const asked = [];
  const list = ({query}) => {
    asked.push(query.get('q') ?? '');
    const fitting = all.filter(({settings}) => settings.name.toLowerCase().includes((query.get('q') ?? '').toLowerCase()));
    return {value: {position: 1, total: fitting.length, items: fitting.slice(0, Number(query.get('limit'))), next: null}};
  };
  const each = Object.fromEntries(all.slice(0, 40).map((one) => [`GET /made-ups/friends/${one.id}`, () => ({value: one})]));
  return {asked, 'GET /made-ups/friends': list, ...each};
};
