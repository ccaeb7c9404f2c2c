// Forms that stand on pages and in dialogs of their own: who was late chooses there too.
import assert from 'node:assert/strict';
import {afterEach, beforeEach, test} from 'node:test';
import {on_console} from './support/console.js';
import {company, general, users} from './support/mock/answers.js';

const {open, mock, record, go} = on_console();
let at_first;
beforeEach(() => { at_first = structuredClone({company, general, users}); });
afterEach(() => {
  Object.assign(company, at_first.company);
  Object.assign(general, at_first.general);
  users.splice(0, users.length, ...at_first.users);
});

const titles = {en: 'Somebody else saved meanwhile', ja: '編集中にほかの人が保存しました'};
const chosen = {en: 'Save what is chosen', ja: '選んだ内容で保存'};
const merge = (language = 'en') => open.page.getByRole('dialog', {name: titles[language]});
const line = (name, language) => merge(language).getByRole('group', {name, exact: true});
const finish = (language = 'en') => merge(language).getByRole('button', {name: chosen[language]}).click();
/** Somebody else changes `thing`, and this page does not hear of it. */
const change = (thing, more) => Object.assign(thing, more, {version: thing.version + 1});
const speak = (language) => open.context.addInitScript((tag) => localStorage.setItem('kigen.language', tag), language);

for (const [language, label, save, both] of [['en', 'Company name', 'Save', 'Both of you changed this'], ['ja', '企業名', '保存', '双方が変更しています']]) {
  test(`the company's name that both changed is chosen (${language})`, async () => {
    const {page} = open;
    await speak(language);
    await go('/settings');
    const field = page.getByLabel(label);
    await field.fill('Mine KK');
    change(company, {name: 'Theirs KK'});
    await page.getByRole('button', {name: save, exact: true}).first().click();
    await line(label, language).getByText(both).waitFor();
    await line(label, language).getByText(at_first.company.name).waitFor();
    assert.equal(await line(label, language).getByRole('radio', {checked: true}).count(), 0);
    assert.equal(company.name, 'Theirs KK');
    await line(label, language).getByRole('radio', {name: /Mine KK/}).check();
    await finish(language);
    await merge(language).waitFor({state: 'detached'});
    assert.equal(await field.inputValue(), 'Mine KK');
    await page.waitForFunction(() => !document.querySelector('form [aria-busy=true]'));
    assert.equal(company.name, 'Mine KK');
    assert.equal(await page.evaluate(() => JSON.stringify({...sessionStorage})), '{}');
    await field.fill('Mine again KK');
    await page.getByRole('button', {name: save, exact: true}).first().click();
    await page.waitForFunction(() => !document.querySelector('form [aria-busy=true]'));
    assert.deepEqual([company.name, await merge(language).count()], ['Mine again KK', 0]);
  });
}

test('another name appears by itself where nothing was typed, and waits where something was', async () => {
  const {page} = open;
  await go('/settings');
  const field = page.getByLabel('Company name');
  await page.locator('.live.on').waitFor({state: 'attached'});
  change(company, {name: 'First KK'});
  mock.controls.tell(record('company'));
  await page.waitForFunction(() => document.querySelector('[name=name]').value === 'First KK');
  await field.fill('Mine KK');
  change(company, {name: 'Second KK'});
  const answer = page.waitForResponse((one) => one.url().endsWith('/api/v1/company'));
  mock.controls.tell(record('company', 1401));
  await (await answer).finished();
  await page.getByRole('button', {name: 'Save', exact: true}).first().click();
  await line('Company name').getByText('Stored now: Second KK').waitFor();
  assert.equal(await field.inputValue(), 'Mine KK');
  await line('Company name').getByRole('radio', {name: /Second KK/}).check();
  await finish();
  await merge().waitFor({state: 'detached'});
  await page.waitForFunction(() => document.querySelector('[name=name]').value === 'Second KK');
});

test('general settings go on with what was saved', async () => {
  const {page} = open;
  await go('/settings');
  const field = page.locator('[name=orderPollS]');
  for (const seconds of ['11', '12']) {
    await field.fill(seconds);
    await page.getByRole('button', {name: 'Save', exact: true}).last().click();
    await page.waitForFunction(() => !document.querySelector('form [aria-busy=true]'));
    assert.equal(general.settings.orderPollS, Number(seconds));
  }
  await field.fill('13');
  change(general, {settings: {...general.settings, caTimeoutS: 61}});
  await page.getByRole('button', {name: 'Save', exact: true}).last().click();
  await finish();
  await page.waitForFunction(() => !document.querySelector('form [aria-busy=true]') && document.querySelector('[name=caTimeoutS]').value === '61');
  assert.deepEqual([general.settings.orderPollS, general.settings.caTimeoutS], [13, 61]);
});

async function edit_viewer(language, entry) {
  await speak(language);
  await go('/users');
  await open.page.getByRole('row', {name: /viewer@example/}).getByRole('button').click();
  await open.page.getByRole('menuitem', {name: entry, exact: true}).click();
  return open.page.getByRole('dialog', {name: 'viewer@example.co.jp'});
}

for (const [language, entry, role, contact, save, theirs] of [
  ['en', 'Edit', 'Role', 'Contact', 'Save', /Stored now: Auditor/], ['ja', '編集', '権限', '連絡先', '保存', /監査/]]) {
  test(`each field of a user's settings is chosen (${language})`, async () => {
    const dialog = await edit_viewer(language, entry);
    await dialog.locator('[name=contact]').fill('mine');
    change(users[1], {role: 'auditor'});
    await dialog.getByRole('button', {name: save, exact: true}).click();
    await merge(language).waitFor();
    assert.deepEqual(await merge(language).locator('legend').allInnerTexts(), [role, contact]);
    assert.ok(await line(role, language).getByRole('radio', {name: theirs}).isChecked());
    assert.ok(await line(contact, language).getByRole('radio', {name: /mine/}).isChecked());
    assert.deepEqual([users[1].role, users[1].contact], ['auditor', '']);
    await finish(language);
    await dialog.waitFor({state: 'detached'});
    assert.deepEqual([users[1].role, users[1].contact], ['auditor', 'mine']);
  });
}

test('a user whose groups alone were changed meanwhile is saved without a question', async () => {
  const dialog = await edit_viewer('en', 'Edit');
  await dialog.locator('[name=contact]').fill('mine');
  change(users[1], {groups: []});
  await dialog.getByRole('button', {name: 'Save', exact: true}).click();
  await dialog.waitFor({state: 'detached'});
  assert.deepEqual([users[1].contact, users[1].groups], ['mine', []]);
});

test('who puts it off goes back to the dialog, and compares later', async () => {
  const dialog = await edit_viewer('en', 'Edit');
  await dialog.locator('[name=contact]').fill('mine');
  change(users[1], {contact: 'theirs'});
  await dialog.getByRole('button', {name: 'Save', exact: true}).click();
  await merge().waitFor();
  await open.page.keyboard.press('Escape');
  await merge().waitFor({state: 'detached'});
  assert.equal(await dialog.locator('[name=contact]').inputValue(), 'mine');
  await dialog.getByRole('button', {name: 'Compare'}).click();
  await line('Contact').getByRole('radio', {name: /theirs/}).check();
  await finish();
  await dialog.waitFor({state: 'detached'});
  assert.equal(users[1].contact, 'theirs');
});

test('a user who was deleted meanwhile is said to be gone', async () => {
  const dialog = await edit_viewer('en', 'Edit');
  await dialog.locator('[name=contact]').fill('mine');
  users.splice(1, 1);
  await dialog.getByRole('button', {name: 'Save', exact: true}).click();
  await dialog.getByRole('alert').waitFor();
  assert.equal(await dialog.locator('[name=contact]').inputValue(), 'mine');
});
