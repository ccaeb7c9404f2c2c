// Choosing what settings refer to: by its name, with the keyboard, among very many, and making it on the spot.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {friend_id, friends, on_bench, receipt, refusal} from './support/bench_tests.js';
import {stored} from './support/made_up.js';

const bench = on_bench();
const {field, save, said} = bench;
const edit = (answers, more) => bench.form({...answers, 'PUT /made-ups/1': receipt}, {path: '/made-ups/1', stored: {settings: stored, etag: '"7"'}, ...more});
/** The list of the open field; a closed choice of another has options too. */
const options = () => bench.page.locator('.options').getByRole('option').allInnerTexts();

test('the name of what is chosen stands there, and another is chosen with the mouse', async () => {
  const {page} = await bench.open();
  const sent = await edit(friends());
  const partner = field('Partner');
  await page.waitForFunction(() => document.querySelector('[name=partner]').value === 'Aki');
  assert.equal(await partner.getAttribute('aria-expanded'), 'false');
  await partner.click();
  await page.getByRole('option', {name: 'Chie'}).waitFor();
  assert.deepEqual([await partner.getAttribute('aria-expanded'), await options()], ['true', ['Aki', 'Ben', 'Chie']]);
  assert.equal(await page.locator('.options').getByRole('option', {selected: true}).innerText(), 'Aki');
  await page.getByRole('option', {name: 'Chie'}).click();
  assert.deepEqual([await partner.inputValue(), await page.locator('.options').count()], ['Chie', 0]);
  await save();
  await said();
  assert.equal(sent[0].body.partner, friend_id(3));
});

test('among ten thousand, what is typed is looked for by the server, and the keyboard is enough', async () => {
  const {page} = await bench.open();
  const all = friends(10_000);
  const sent = await edit(all);
  await field('Partner').focus();
  await page.keyboard.press('ArrowDown');
  await page.getByText('20 of 10,000 are shown').waitFor();
  assert.equal((await options()).length, 20);
  await page.keyboard.type('Friend 77');
  await page.getByRole('option', {name: 'Friend 7708'}).waitFor();
  assert.deepEqual([all.asked[0], all.asked.at(-1)], ['', 'Friend 77']);
  assert.ok(all.asked.length < 6, 'not one request a key');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const active = await field('Partner').getAttribute('aria-activedescendant');
  assert.equal(await page.locator(`[id="${active}"]`).innerText(), 'Friend 770');
  await page.keyboard.press('Enter');
  assert.deepEqual([await field('Partner').inputValue(), sent.length], ['Friend 770', 0]);
  await page.keyboard.press('Enter');
  await said();
  assert.equal(sent[0].body.partner, friend_id(770));
});

test('Esc, and leaving the field, bring back what was chosen; what is typed alone chooses nothing', async () => {
  const {page} = await bench.open();
  const sent = await edit(friends());
  const partner = field('Partner');
  await page.waitForFunction(() => document.querySelector('[name=partner]').value === 'Aki');
  await partner.fill('zzz');
  await page.getByText('Nothing fits.').waitFor();
  await page.keyboard.press('Enter');
  assert.equal(sent.length, 0);
  await page.keyboard.press('Escape');
  assert.deepEqual([await partner.inputValue(), await page.locator('.options').count()], ['Aki', 0]);
  await partner.fill('Ben');
  await field('Name').focus();
  assert.equal(await partner.inputValue(), 'Aki');
});

test('what may be left out can be emptied; what must be there is asked for', async () => {
  const {page} = await bench.open();
  const sent = await edit(friends(), {stored: {settings: {...stored, friend: friend_id(2)}, etag: '"7"'}});
  await page.waitForFunction(() => document.querySelector('[name=friend]').value === 'Ben');
  await field('Friend (optional)').fill('');
  await field('Partner').fill('');
  await save();
  assert.equal(sent.length, 0);
  await field('Partner').fill('Chie');
  await page.getByRole('option', {name: 'Chie'}).waitFor();
  await page.keyboard.press('Enter');
  await save();
  await said();
  assert.deepEqual([sent[0].body.friend, sent[0].body.partner], [null, friend_id(3)]);
});

test('what is gone says so', async () => {
  const {page} = await bench.open();
  const all = friends();
  await edit({...all, [`GET /made-ups/friends/${friend_id(1)}`]: () => refusal(404, '')});
  await page.waitForFunction(() => document.querySelector('[name=partner]').value === 'no longer there');
});

test('a missing thing is made on the spot, and comes back chosen; its errors are shown there', async () => {
  const {page} = await bench.open();
  const added = friend_id(99);
  let tries = 0;
  const sent = await edit({...friends(0), [`GET /made-ups/friends/${friend_id(1)}`]: () => refusal(404, ''), 'POST /made-ups/friends': () => (++tries === 1 ? refusal(409, 'name') : receipt(added))});
  await field('Partner').click();
  await page.getByText('No friends yet.').waitFor();
  await page.getByRole('button', {name: 'New friend'}).last().click();
  const dialog = page.getByRole('dialog', {name: 'New friend'});
  await page.waitForFunction(() => document.activeElement.closest('dialog'));
  await dialog.getByLabel('Name of the friend').fill('Dai');
  await page.keyboard.press('Enter');
  await dialog.getByText('this is wrong').waitFor();
  await page.keyboard.press('Enter');
  await dialog.waitFor({state: 'detached'});
  assert.equal(await field('Partner').inputValue(), 'Dai');
  await save();
  await said();
  assert.deepEqual(sent.map(({method, path, body}) => [method, path, body.partner ?? body]), [
    ['POST', '/made-ups/friends', {name: 'Dai', age: 3}], ['POST', '/made-ups/friends', {name: 'Dai', age: 3}], ['PUT', '/made-ups/1', added]]);
});

for (const width of [360, 1400]) {
  test(`the list lies in the window, as wide as its field (${width} wide)`, async () => {
    const {page} = await bench.open({width, height: 700});
    await edit(friends(10_000));
    await field('Friend (optional)').click();
    const list = page.locator('.options');
    await list.waitFor();
    const [box, input] = [await list.boundingBox(), await field('Friend (optional)').boundingBox()];
    assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= 700, JSON.stringify(box));
    assert.ok(Math.abs(box.width - input.width) <= 1 && Math.abs(box.x - input.x) <= 1, JSON.stringify([box, input]));
  });
}
