// The menu leads to all that is kept, whether the console names a place for it or not.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {add_made_up} from './support/bench.js';
import {on_console} from './support/console.js';
import {kept_things} from './support/mock/description.js';
import {words_of} from './support/sources.js';

const {open, go} = on_console();
const menu = () => open.page.getByRole('navigation', {name: 'Main'}).getByRole('link');
const entries = () => menu().allInnerTexts();
const {things} = words_of('en');

test('everything that is kept has its place in the menu', async () => {
  await go('/');
  for (const {word, path} of kept_things) {
    await menu().and(open.page.getByText(things[word].many, {exact: true})).click();
    await open.page.getByRole('heading', {level: 1, name: things[word].many, exact: true}).waitFor();
    assert.ok(open.page.url().endsWith(`#${path}`));
    await menu().and(open.page.locator(`[aria-current=page][href="#${path}"]`)).waitFor();
  }
});

test('what no place is named for stands behind the last kept thing, with an icon and without a key', async () => {
  const {page} = open;
  await go('/');
  await menu().and(page.getByText(things.organization.many, {exact: true})).waitFor();
  const before = await entries();
  await add_made_up(page);
  await page.reload();
  await menu().and(page.getByText('Made-ups', {exact: true})).waitFor();
  const at = before.indexOf('Users');
  assert.deepEqual(await entries(), before.toSpliced(at, 0, 'Made-ups', 'Friends'));
  const shapes = await page.locator('nav li svg path').evaluateAll((all) => all.map((one) => one.getAttribute('d')));
  assert.equal(shapes.length, before.length + 2);
  assert.ok(shapes.every(Boolean));
  await page.keyboard.press('?');
  const help = page.getByRole('dialog');
  await help.getByText('User groups', {exact: true}).waitFor();
  assert.equal(await help.getByText('Made-ups').count(), 0);
});

test('the named places are there before the description is', async () => {
  const {page} = open;
  let answer;
  const held = new Promise((resolve) => { answer = resolve; });
  await page.route('**/api/v1/openapi.json', async (route) => { await held; await route.fallback(); });
  await go('/');
  await menu().and(page.getByText('Services', {exact: true})).waitFor();
  assert.equal(await menu().and(page.locator('[href="#/organizations"]')).count(), 1);
  answer();
  await menu().and(page.getByText(things.organization.many, {exact: true})).waitFor();
});
