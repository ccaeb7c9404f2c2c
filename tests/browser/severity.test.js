// How severe things are told to be, wherever they are told.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {on_console} from './support/console.js';
import {services} from './support/mock/data.js';
import {applies} from './support/mock/runs.js';

const {open, go, head} = on_console();
const by_name = (name) => services.find(({settings}) => settings.name === name);

/** Lets the dashboard say `topic` of a service. */
const with_topic = (topic) => open.page.route('**/api/v1/dashboard*', async (route) => {
  const answer = await route.fetch();
  const body = await answer.json();
  body.lines = [{...body.lines[0], topic, node: services[0].nodes[0].id, nodeName: 'web-1'}];
  await route.fulfill({response: answer, json: body});
});

for (const [language, text] of [['en', 'Certificate not served'], ['ja', '証明書を提供していない']]) {
  test(`a node that serves another certificate is told in words on the dashboard (${language})`, async () => {
    await open.context.addInitScript((tag) => localStorage.setItem('kigen.language', tag), language);
    await with_topic('not-served');
    await go('/');
    await open.page.getByText(text, {exact: true}).waitFor();
    assert.doesNotMatch(await open.page.locator('main').innerText(), /not-served/);
  });
}

test('a word without a text is found by these tests, and the reader gets words, not a key', async () => {
  await with_topic('made-up-today');
  await go('/');
  await open.page.getByText('made up today').waitFor();
  assert.ok(open.faults.includes('no text for topic.made-up-today'));
  await open.page.unrouteAll({behavior: 'ignoreErrors'});
  await open.page.goto('about:blank');   // it would be told again with each answer
  open.faults.length = 0;
});

test('the dashboard tells the cause of a failed order in the words of the reader', async () => {
  await open.context.addInitScript(() => localStorage.setItem('kigen.language', 'ja'));
  await go('/');
  await open.page.getByText('認証局から待機を求められています').waitFor();
  assert.doesNotMatch(await open.page.locator('main').innerText(), /rate_limited/);
});

for (const [rule, text] of [['never', 'Near expiry (no automatic renewal)'], ['fraction-of-life', 'Renewal overdue']]) {
  test(`near its expiry, a service whose renewal is ${rule} is told as "${text}"`, async () => {
    const {renewal} = services[1].settings;
    const before = {...renewal};
    renewal.rule = rule;
    await go(`/services/${services[1].id}`);
    await open.page.getByText(text, {exact: true}).waitFor();
    assert.equal(await open.page.getByText('The renewal is overdue').count(), rule === 'never' ? 0 : 1);
    Object.assign(renewal, before);
  });
}

test('a stuck apply is critical wherever it is told, and no head near it is green', async () => {
  const {page} = open;
  const service = by_name('Payment');
  const [, node] = service.nodes;
  await go('/');
  const line = page.locator('ul.lines li', {hasText: 'pay-2'});
  await line.getByText('Apply stuck', {exact: true}).waitFor();
  assert.ok(await line.evaluate((one) => one.classList.contains('level-error')));
  assert.equal(await line.getByRole('link', {name: 'See what to do'}).getAttribute('href'), `#/applies/${node.lastApply}`);
  await go('/services?q=Payment');
  const row = page.getByRole('row', {name: /Payment/});
  await row.getByText('Critical', {exact: true}).waitFor();
  assert.equal(await row.locator('.badge.ok').count(), 0);
  assert.ok(await row.evaluate((one) => one.classList.contains('level-error')));
  for (const path of [`/services/${service.id}`, `/nodes/${node.id}`]) {
    await go(path);
    const badge = head().getByRole('link', {name: 'Apply stuck'});
    await badge.waitFor();
    assert.equal(await badge.getAttribute('href'), `#/applies/${node.lastApply}`);
    assert.equal(await head().locator('.badge.ok').count(), 0, path);
  }
  assert.equal(await page.locator('main .badge.ok').count(), 0);
  assert.ok(await head().getByRole('button', {name: 'Apply', exact: true}).isDisabled());
  await go(`/services/${service.id}`);
  const node_row = page.getByRole('row', {name: /pay-2.*Check now/});
  await node_row.waitFor();
  assert.equal(await node_row.locator('.badge.ok').count(), 0);
  await go(`/applies/${node.lastApply}`);
  await head().locator('.badge.error', {hasText: 'Stuck'}).waitFor();
  assert.equal(await page.locator('.note.ok, .page-head .badge.ok').count(), 0);
});

test('each tile of the dashboard says how many rows the list behind it has', async () => {
  const {page} = open;
  await go('/');
  await page.locator('.tile').first().waitFor();
  const tiles = await page.locator('.tile').evaluateAll((all) => all.map((one) => ({path: one.getAttribute('href').slice(1), says: one.querySelector('b').textContent, text: one.textContent})));
  assert.equal(tiles.length, 7);
  for (const {path, says, text} of tiles) {
    await page.goto('about:blank');
    await go(path);
    await page.waitForFunction(() => document.querySelector('h1') && !document.querySelector('.loading'));
    let rows = await page.locator('table.rows tbody tr').count();
    while (await page.getByRole('button', {name: 'Next'}).count() && await page.getByRole('button', {name: 'Next'}).isEnabled()) {
      const first = await page.locator('table.rows tbody tr').first().innerText();
      await page.getByRole('button', {name: 'Next'}).click();
      await page.waitForFunction((before) => document.querySelector('table.rows tbody tr').innerText !== before, first);
      rows += await page.locator('table.rows tbody tr').count();
    }
    assert.equal(rows, Number(says), text);
  }
});

test('a topic of the dashboard is a filter of the services, and can be taken off', async () => {
  const {page} = open;
  await go('/services?topic=apply-stuck');
  await page.getByRole('link', {name: 'Payment'}).waitFor();
  assert.equal(await page.locator('table.rows tbody tr').count(), 2);
  await page.getByRole('button', {name: 'Apply stuck'}).click();
  await page.getByRole('link', {name: 'API gateway'}).waitFor();
  assert.doesNotMatch(page.url(), /topic/);
});
