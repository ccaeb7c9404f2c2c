// Everything that is kept by the description has its list, page and forms: the same test for each kind.
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, test} from 'node:test';
import en from '../../api/console/static/i18n/en.js';
import ja from '../../api/console/static/i18n/ja.js';
import {open_browser, open_page} from './support/browser.js';
import {accesses, accounts, groups, organizations, sites} from './support/mock/data.js';
import {kept_things, schema_of} from './support/mock/description.js';
import {kept_rows} from './support/mock/kept_rows.js';
import {ways_to_make} from './support/mock/needed.js';
import {start_mock} from './support/mock/server.js';
import {words_of} from './support/sources.js';

/** One of those that something uses, where there is one. */
const used_ones = {access: accesses[0], ca_account: accounts[0], site: sites[0], user_group: groups[0]};

const texts_of = {en, ja};

let browser;
let mock;
let open;
before(async () => { browser = await open_browser(); });
after(() => browser.close());
afterEach(async () => {
  if (!open) return;
  await open.context.close();
  await mock.close();
  assert.deepEqual(open.faults, []);
  assert.deepEqual(mock.problems, []);
  open = null;
});

const go = (path) => open.page.goto(`${mock.url}/#${path}`);
const heading = (name) => open.page.getByRole('heading', {level: 1, name, exact: true}).waitFor();
const record = (stream) => ({position: 1400, stream, version: 1, previous: null, type: 'test', schema: 1, time: new Date().toISOString(),
  actor: {kind: 'system', id: ''}, correlation: '0192f3a4-0000-7000-8000-000000000001', causation: null, commandId: null, payload: {}});

const field = (path) => open.page.locator(`[name="${path}"]`);
const hands = {
  fill: (path, value) => field(path).fill(value),
  choose: (path, value) => field(path).selectOption(value),
  pick: async (path, value) => { await field(path).fill(value); await open.page.getByRole('option', {name: value, exact: true}).click(); },
};
async function fill_in(name, needs) {
  await field('name').fill(name);
  for (const {path, how, value} of needs) await hands[how](path, value);
}

for (const [language, width] of [['en', 1400], ['ja', 360]]) {
  const t = (key) => texts_of[language][key];
  const [create, save, edit, remove] = ['kept.create', 'action.save', 'action.edit', 'action.delete'].map(t);
  const button = (name) => open.page.getByRole('button', {name, exact: true});

  for (const {word, path, settings: schema} of kept_things) {
    const [rows, used, ways] = [kept_rows[word], used_ones[word], ways_to_make(schema_of(schema))];
    const {many, new: fresh, none} = words_of(language).things[word];

    describe(`${word}, ${language}, ${width} wide`, () => {
      beforeEach(async () => { mock = await start_mock(); open = await open_page(browser, {language, width}); });

      test('the list has what there is, leads to it, and searches', async () => {
        const {page} = open;
        await go(path);
        await heading(many);
        const first = [...rows].sort((a, b) => a.settings.name.localeCompare(b.settings.name, 'ja', {numeric: true}))[0];
        await page.locator('table.rows td.main').getByRole('link', {name: first.settings.name, exact: true}).waitFor();
        await page.getByRole('searchbox').fill(rows[0].settings.name);
        await page.waitForURL(/\?q=/);
        await page.waitForFunction(() => document.querySelectorAll('table.rows tbody tr').length === 1);
        await page.getByRole('searchbox').fill('there is no such one');
        await page.getByText(t('pick.nothing')).waitFor();
        assert.equal(await page.getByText(none).count(), 0);
        await page.getByRole('searchbox').fill(rows[0].settings.name);
        await page.locator('table.rows td.main a').click();
        await heading(rows[0].settings.name);
      });

      test('it is sorted by each of its columns', {skip: width < 861}, async () => {
        await go(path);
        await open.page.locator('table.rows').waitFor();
        const heads = open.page.locator('button.sort');
        for (let n = 0; n < await heads.count(); ++n) {
          const answer = open.page.waitForResponse((one) => one.url().includes('sort='));
          await heads.nth(n).click();
          assert.equal((await answer).status(), 200);
          await open.page.locator('button.sort[aria-pressed=true]').and(heads.nth(n)).waitFor();
        }
        assert.ok(await heads.count() >= 1);
      });

      for (const needs of ways) {
        const kinds = needs.filter(({how}) => how === 'choose').map(({value}) => value);
        test(['one is made, changed and deleted', ...kinds].join(', '), async () => {
          const {page} = open;
          await go(path);
          await heading(many);
          await page.locator('table.rows').waitFor();
          await page.keyboard.press('n');
          await heading(fresh);
          await fill_in('Made by the test', needs);
          await button(create).click();
          await heading('Made by the test');
          await button(edit).click();
          await field('name').fill('Changed by the test');
          await button(save).click();
          await heading('Changed by the test');
          for (const {value} of needs.filter(({how, is_secret}) => how !== 'choose' && !is_secret)) await page.getByText(value.split('\n')[0]).first().waitFor();
          await button(remove).click();
          await page.getByRole('dialog').getByRole('button', {name: remove, exact: true}).click();
          await heading(many);
          assert.equal(rows.some(({settings}) => settings.name === 'Changed by the test'), false);
        });
      }

      test('a name that is taken is refused at its field', async () => {
        await go(`${path}/new`);
        await fill_in(rows[0].settings.name, ways[0]);
        await button(create).click();
        await open.page.locator('input[name=name][aria-invalid=true]').waitFor();
      });

      test('a change elsewhere appears by itself', async () => {
        const row = rows[0];
        const {settings} = row;
        await go(`${path}/${row.id}`);
        await heading(settings.name);
        await open.page.locator('.live.on').waitFor({state: 'attached'});
        row.settings = {...settings, name: 'Renamed elsewhere'};
        mock.controls.tell(record(word === 'site' ? 'company' : `${word}-${row.id}`));
        await heading('Renamed elsewhere');
        row.settings = settings;
      });

      test('what something uses is not deleted, and the refusal says so', {skip: !used}, async () => {
        await go(`${path}/${used.id}`);
        await heading(used.settings.name);
        await button(remove).click();
        const dialog = open.page.getByRole('dialog');
        await dialog.getByRole('button', {name: remove, exact: true}).click();
        await dialog.getByRole('alert').getByText('<E0006>').waitFor();
        assert.ok(rows.includes(used));
      });

      test('a viewer reads it, and is offered no change', async () => {
        const {session} = await import('./support/mock/answers.js');
        mock.controls.overrides.set('GET /session', () => ({...session, role: 'viewer'}));
        for (const place of [path, `${path}/new`, `${path}/${rows[0].id}`, `${path}/${rows[0].id}/edit`]) {
          await open.page.goto('about:blank');
          await go(place);
          await open.page.locator(place.includes(rows[0].id) ? 'main h1' : 'table.rows').waitFor();
          await open.page.waitForFunction(() => !document.querySelector('.loading'));
          assert.equal(await open.page.locator('main form').count(), 0, place);
          for (const name of [create, edit, remove, fresh]) assert.equal(await button(name).count(), 0, `${place}: ${name}`);
        }
      });
    });
  }
}

describe('a list of many', () => {
  beforeEach(async () => { mock = await start_mock(); open = await open_page(browser); });
  const first_row = () => open.page.locator('table.rows tbody tr').first();

  test('it is sorted by its heads and turned in pages, and says how many there are', async () => {
    const {page} = open;
    await go('/organizations');
    await page.locator('.page-title').getByText(String(organizations.length), {exact: true}).waitFor();
    assert.equal(await page.locator('table.rows tbody tr').count(), 50);
    await page.getByRole('button', {name: 'CertCentral id'}).click();
    await page.waitForURL(/sort=number/);
    await first_row().getByText('1042771').waitFor();
    await page.getByRole('button', {name: 'CertCentral id'}).click();
    await page.waitForURL(/descending=true/);
    await first_row().getByText('1050107').waitFor();
    await page.getByRole('button', {name: 'Next'}).click();
    await first_row().getByText('1050057').waitFor();
    await page.reload();
    await first_row().getByText('1050107').waitFor();
  });

  test('what has a name and nothing else says so', async () => {
    await go(`/user-groups/${groups[0].id}`);
    await open.page.getByText('Nothing more is set.').waitFor();
  });

  test('where nothing is kept yet, it says what it would be', async () => {
    mock.controls.overrides.set('GET /organizations', () => ({position: 1301, total: 0, items: [], next: null}));
    await go('/organizations');
    await open.page.getByText(words_of('en').things.organization.none).waitFor();
  });
});
