// Two who edit one thing: both versions are shown, and nothing is overwritten unseen.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {friends, on_bench, receipt, refusal} from './support/bench_tests.js';
import {stored} from './support/made_up.js';

const bench = on_bench();
const {field, save, said} = bench;

/** A form of what was stored when it was opened; since then the server has `theirs`. */
async function edit(theirs, more = {}) {
  await bench.open(more.look);
  const now = {settings: {...stored, ...theirs}, etag: '"8"'};
  const answer = ({etag}) => (etag === now.etag ? receipt() : refusal(412, '', 'it was changed meanwhile'));
  return bench.form({
    ...friends(), 'GET /made-ups/1': () => ({value: {id: '1', version: 8, settings: now.settings}, etag: now.etag}),
    'PUT /made-ups/1': (request) => answer(request), ...more.answers,
  }, {path: '/made-ups/1', stored: {settings: stored, etag: '"7"'}});
}

const dialog = () => bench.page.getByRole('dialog', {name: 'Somebody else saved meanwhile'});
const line = (name) => dialog().getByRole('group', {name, exact: true});
const labels = async () => dialog().locator('legend').allInnerTexts();
const choose = (name, side) => line(name).getByRole('radio', {name: side}).check();
const finish = () => dialog().getByRole('button', {name: 'Save what is chosen'}).click();

test('where each changed something else, each change is proposed, and one press saves both', async () => {
  const sent = await edit({count: 44});
  await field('Name').fill('Mine');
  await save();
  await dialog().waitFor();
  assert.deepEqual(await labels(), ['Name', 'Count']);
  assert.ok(await line('Name').getByRole('radio', {name: 'Yours: Mine'}).isChecked());
  assert.ok(await line('Count').getByRole('radio', {name: 'Stored now: 44 days'}).isChecked());
  await line('Count').getByText('At first: 12 days').waitFor();
  await finish();
  await said();
  assert.deepEqual(sent.map(({etag}) => etag), ['"7"', '"8"']);
  assert.deepEqual([sent[1].body.name, sent[1].body.count], ['Mine', 44]);
  assert.equal(await bench.page.evaluate(() => JSON.stringify({...sessionStorage})), '{}');
});

test('where both changed one field, somebody must choose', async () => {
  const sent = await edit({name: 'Theirs', colour: 'green'});
  await field('Name').fill('Mine');
  await field('Colour').selectOption('Green');
  await save();
  await dialog().waitFor();
  assert.deepEqual(await labels(), ['Name'], 'what both made alike differs in nothing');
  await line('Name').getByText('Both of you changed this').waitFor();
  assert.equal(await dialog().getByRole('radio', {checked: true}).count(), 0);
  await finish();
  assert.equal(sent.length, 1, 'nothing is sent before');
  await choose('Name', /Stored now/);
  await finish();
  await said();
  assert.deepEqual([sent[1].body.name, sent[1].body.colour], ['Theirs', 'green']);
});

test('what differs in nothing is sent again by itself', async () => {
  const sent = await edit({name: 'Alike'});
  await field('Name').fill('Alike');
  await save();
  await said();
  assert.deepEqual(sent.map(({etag}) => etag), ['"7"', '"8"']);
});

test('where somebody else changed something but these settings, nobody is asked', async () => {
  const sent = await edit({});
  await field('Name').fill('Mine');
  await save();
  await said();
  assert.deepEqual(sent.map(({etag, body}) => [etag, body.name]), [['"7"', 'Mine'], ['"8"', 'Mine']]);
});

test('of a secret it is told that a new one was typed, never what', async () => {
  const sent = await edit({count: 44});
  await bench.page.locator('[name=token]').fill('a secret that nobody shows');
  await save();
  await dialog().waitFor();
  assert.deepEqual(await labels(), ['Count', 'Token']);
  assert.ok(await line('Token').getByRole('radio', {name: 'Yours: you typed a new one'}).isChecked());
  await line('Token').getByText('Stored now: Stored').waitFor();
  assert.ok(!(await bench.page.evaluate(() => document.documentElement.outerHTML)).includes('a secret that nobody shows'));
  await finish();
  await said();
  assert.equal(sent[1].body.token, 'a secret that nobody shows');
});

test('a secret that both changed is chosen, and theirs is kept by sending none', async () => {
  const sent = await edit({key: {set: true}});
  await bench.page.locator('[name=key]').fill('mine');
  await save();
  await dialog().waitFor();
  await choose('Key', /Stored now/);
  await finish();
  await said();
  assert.ok(!('key' in sent[1].body));
});

test('fields of another kind go with the choice of the kind', async () => {
  const sent = await edit({line: {kind: 'radio', port: 3, band: 'x'}});
  await field('Host').fill('203.0.113.1');
  await field('Name').fill('Mine');
  await save();
  await dialog().waitFor();
  assert.deepEqual(await labels(), ['Name', 'Medium']);
  assert.ok(await line('Medium').getByRole('radio', {name: 'Stored now: By radio'}).isChecked());
  await choose('Medium', /Yours: By wire/);
  await finish();
  await said();
  assert.deepEqual(sent[1].body.line, {kind: 'wire', port: 2222, host: '203.0.113.1'});
});

test('who puts it off keeps what was typed, and may compare later', async () => {
  const sent = await edit({count: 44});
  await field('Name').fill('Mine');
  await save();
  await dialog().waitFor();
  await bench.page.keyboard.press('Escape');
  await dialog().waitFor({state: 'detached'});
  assert.equal(await field('Name').inputValue(), 'Mine');
  await bench.page.getByRole('button', {name: 'Compare'}).click();
  await finish();
  await said();
  assert.equal(sent.length, 2);
});

test('who is late once more compares with what is newer', async () => {
  const versions = [{count: 44}, {count: 55}];
  let at = 0;
  const sent = await edit({}, {answers: {
    'GET /made-ups/1': () => ({value: {id: '1', version: 8 + at, settings: {...stored, ...versions[at]}}, etag: `"${8 + at++}"`}),
    'PUT /made-ups/1': ({etag}) => (etag === '"9"' ? receipt() : refusal(412, '', 'it was changed meanwhile')),
  }});
  await field('Name').fill('Mine');
  await save();
  await line('Count').getByText('Stored now: 44 days').waitFor();
  await finish();
  await line('Count').getByText('Stored now: 55 days').waitFor();
  await line('Count').getByText('At first: 44 days').waitFor();
  assert.deepEqual(await labels(), ['Name', 'Count']);
  await finish();
  await said();
  assert.deepEqual([sent.map(({etag}) => etag), sent[2].body.count, sent[2].body.name], [['"7"', '"8"', '"9"'], 55, 'Mine']);
});

test('what was deleted meanwhile says so, and what was typed stays', async () => {
  await edit({}, {answers: {'GET /made-ups/1': () => refusal(404, '', 'there is nothing of this id')}});
  await field('Name').fill('Mine');
  await save();
  await bench.page.getByRole('alert').getByText('Somebody deleted this meanwhile').waitFor();
  assert.equal(await field('Name').inputValue(), 'Mine');
});

test('a refusal of what was chosen is shown at its field', async () => {
  const sent = await edit({count: 44}, {answers: {'PUT /made-ups/1': ({etag}) => refusal(etag === '"8"' ? 422 : 412, etag === '"8"' ? 'name' : '')}});
  await field('Name').fill('Mine');
  await save();
  await dialog().waitFor();
  await finish();
  await bench.page.locator('.field-error').getByText('this is wrong').waitFor();
  assert.deepEqual([sent.length, await field('Count').inputValue(), await dialog().count()], [2, '44', 0]);
});

test('on a narrow screen and in Japanese it fits', async () => {
  await edit({name: '別の名前'.repeat(10), remark: '長い備考 '.repeat(40)}, {look: {language: 'ja', width: 360}});
  await field('名前').fill('自分の名前');
  await save();
  const merge = bench.page.getByRole('dialog', {name: '編集中にほかの人が保存しました'});
  await merge.waitFor();
  const wide = await merge.evaluate((one) => [one.querySelector('article').scrollWidth, one.querySelector('article').clientWidth]);
  assert.ok(wide[0] <= wide[1], JSON.stringify(wide));
});
