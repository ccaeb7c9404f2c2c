// A form that is drawn from the description of settings, with settings that were made up for it.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {friend_id, friends, on_bench, receipt, refusal} from './support/bench_tests.js';
import {stored} from './support/made_up.js';

const bench = on_bench();
const {field, save, said} = bench;
const edit = (answers, more) => bench.form({...friends(), 'PUT /made-ups/1': receipt, ...answers}, {path: '/made-ups/1', stored: {settings: stored, etag: '"7"'}, ...more});
const make = (answers, more) => bench.form({...friends(), 'POST /made-ups': receipt, ...answers}, more);

async function choose_partner(name = 'Ben') {
  await field('Partner').click();
  await bench.page.getByRole('option', {name}).click();
}

test('a new thing begins with the defaults, and is sent without what is hidden or ours', async () => {
  await bench.open();
  const sent = await make();
  await field('Name').fill('One');
  await field('Host').fill('192.0.2.1');
  await choose_partner();
  await save();
  await said();
  assert.deepEqual(sent, [{method: 'POST', path: '/made-ups', etag: undefined, body: {
    name: 'One', count: 30, active: true, colour: 'red', hosts: [], remark: '', roots: '', mail: '', folder: '', friend: null, partner: friend_id(2),
    line: {kind: 'wire', port: 22, host: '192.0.2.1'}, look: {method: 'none'},
  }}]);
});

test('every type of field is drawn, filled with what is stored, and sent as it was typed', async () => {
  const {page} = await bench.open();
  const sent = await edit();
  const values = {Name: 'One', Count: '12', 'Hosts (optional)': 'a.example.com\nb.example.com', 'Remark (optional)': 'Two\nlines', 'Folder (optional)': '/etc/x', Partner: 'Aki', Port: '2222'};
  await page.waitForFunction(() => document.querySelector('[name=partner]').value === 'Aki');
  for (const [label, value] of Object.entries(values)) assert.equal(await field(label).inputValue(), value, label);
  assert.equal(await field('Active').isChecked(), false);
  assert.equal(await field('Colour').inputValue(), 'red');
  for (const [name, type] of [['count', 'number'], ['mail', 'email'], ['active', 'checkbox'], ['token', 'password']]) assert.equal(await page.locator(`[name="${name}"]`).getAttribute('type'), type);
  assert.deepEqual(await page.locator('[name=count]').evaluate(({min, max, required}) => [min, max, required]), ['1', '90', true]);
  assert.deepEqual(await page.locator('textarea').evaluateAll((all) => all.map(({name}) => name)), ['hosts', 'remark', 'roots', 'key']);
  assert.equal(await page.getByText('days', {exact: true}).count(), 1);
  await page.getByText('How many there are. Default: 30 days.').waitFor();
  assert.equal(await page.getByLabel(/Made/).count(), 0);
  await field('Count').fill('1');
  await field('Hosts (optional)').fill('a.example.com, c.example.com\n');
  await field('Active').check();
  await page.locator('.field', {has: page.locator('[name=roots]')}).locator('xpath=..').locator('input[type=file]').setInputFiles({name: 'a.pem', mimeType: '', buffer: Buffer.from('-----BEGIN CERTIFICATE-----')});
  await page.waitForFunction(() => document.querySelector('[name=roots]').value !== '');
  await save();
  await said();
  const [{method, etag, body}] = sent;
  assert.deepEqual([method, etag, body.count, body.hosts, body.active, body.roots], ['PUT', '"7"', 1, ['a.example.com', 'c.example.com'], true, '-----BEGIN CERTIFICATE-----']);
  assert.ok(!('token' in body) && !('password' in body.line), 'what is stored and not typed stays');
});

test('fields are in titled parts, and each is described by its hint', async () => {
  const {page} = await bench.open();
  await edit();
  assert.deepEqual(await page.locator('h2').allInnerTexts(), ['Plain', 'Texts', 'Secrets', 'Friends', 'Line', 'Look']);
  assert.equal(await page.getByRole('region', {name: 'Line'}).getByLabel('Port').count(), 1);
  const colour = field('Colour');
  const hint = async () => page.locator(`[id="${await colour.getAttribute('aria-describedby')}"]`).innerText();
  assert.equal(await hint(), 'What it looks like.');
  await colour.selectOption('Green');
  assert.equal(await hint(), 'Green is rare.');
});

test('a field that exists under a choice comes and goes with it, and is sent only while it is there', async () => {
  await bench.open();
  const sent = await edit();
  assert.equal(await field('Distance').count(), 0);
  await field('Method').selectOption('From afar');
  await field('Distance').fill('9');
  await field('Method').selectOption('Not');
  assert.equal(await field('Distance').count(), 0);
  await field('Colour').selectOption('Green');
  await field('Shade (optional)').fill('light');
  await save();
  await said();
  assert.deepEqual(sent[0].body.look, {method: 'none'});
  assert.equal(sent[0].body.shade, 'light');
});

test('another kind has its own fields, and each keeps what was typed while the form is open', async () => {
  const {page} = await bench.open();
  const sent = await edit();
  await field('Host').fill('192.0.2.77');
  await field('Medium').selectOption('By radio');
  assert.equal(await field('Host').count(), 0);
  await field('Channel').fill('8');
  await field('Medium').selectOption('By wire');
  assert.equal(await field('Host').inputValue(), '192.0.2.77');
  assert.equal(await field('Port').inputValue(), '2222');
  await field('Medium').selectOption('By radio');
  assert.equal(await field('Channel').inputValue(), '8');
  assert.deepEqual(await page.locator('[name^="line."]').evaluateAll((all) => all.map(({name}) => name)), ['line.kind', 'line.port', 'line.band']);
  await save();
  await said();
  assert.deepEqual(sent[0].body.line, {kind: 'radio', port: 8, band: ''});
});

test('where there is one kind, nobody is asked for it', async () => {
  const {page} = await bench.open();
  await bench.form({}, {settings: 'node', path: '/made-ups'});
  await page.getByLabel('Certificate file').waitFor();
  assert.equal(await page.locator('[name="server.kind"]').count(), 0);
});

const secret_text = 'a secret that nobody keeps';

test('a stored secret is kept, replaced or forgotten, and stands in no document and no draft', async () => {
  const {page} = await bench.open();
  const sent = await edit();
  assert.equal(await page.locator('[name=token]').getAttribute('placeholder'), 'Stored; leave empty to keep it');
  assert.equal(await page.locator('[name=key]').getAttribute('placeholder'), '');
  await page.locator('[name=token]').fill(secret_text);
  await page.locator('[name=key]').fill(secret_text);
  await page.getByRole('button', {name: 'Forget the stored value'}).last().click();
  const [document, drafts] = await page.evaluate(() => [window.document.documentElement.outerHTML, JSON.stringify({...sessionStorage, ...localStorage})]);
  assert.ok(!document.includes(secret_text) && !drafts.includes(secret_text));
  assert.ok(drafts.includes('token'), 'that one was typed is remembered');
  await save();
  await said();
  const {token, key, line} = sent[0].body;
  assert.deepEqual([token, key, line.password], [secret_text, secret_text, {set: false}]);
});

test('a secret is asked for again where what it was given for changes', async () => {
  const {page} = await bench.open();
  await edit({}, {places: {'line.password': ['line.host']}});
  assert.equal(await page.locator('[name="line.password"]').getAttribute('required'), null);
  await field('Host').fill('203.0.113.5');
  await page.getByText('The stored value was given for another place').waitFor();
  assert.equal(await page.locator('[name="line.password"]').getAttribute('required'), '');
});

for (const [path, label] of [['line.port', 'Port'], ['look.method', 'Method'], ['partner', 'Partner'], ['token', 'Token (optional)'], ['hosts.1', 'Hosts (optional)']]) {
  test(`a refusal at ${path} is shown there, and has the focus`, async () => {
    const {page} = await bench.open();
    await edit({'PUT /made-ups/1': () => refusal(422, path)});
    await save();
    await page.locator('.field-error').getByText('this is wrong').waitFor();
    assert.equal(await page.locator('.field-error').count(), 1);
    const at = field(label);
    assert.equal(await at.getAttribute('aria-invalid'), 'true');
    assert.ok(await at.evaluate((element) => element === document.activeElement));
    assert.match(await page.locator(`[id="${await at.getAttribute('aria-describedby')}"]`).innerText(), path === 'hosts.1' ? /^b\.example\.com: this is wrong/ : /^this is wrong/);
  });
}

test('a refusal at what is not shown stands above the buttons', async () => {
  const {page} = await bench.open();
  await edit({'PUT /made-ups/1': () => refusal(422, 'look.distance')});
  await save();
  await page.locator('.note.error').getByText('this is wrong').waitFor();
});

test('what was typed is back after a reload, kinds and all, but no secret', async () => {
  const {page} = await bench.open();
  await edit();
  await field('Name').fill('Two');
  await field('Medium').selectOption('By radio');
  await field('Channel').fill('3');
  await page.locator('[name=token]').fill(secret_text);
  await edit();
  await page.getByText('What you typed and did not save is back').waitFor();
  assert.deepEqual([await field('Name').inputValue(), await field('Channel').inputValue(), await page.locator('[name=token]').inputValue()], ['Two', '3', '']);
  await page.getByRole('button', {name: 'Discard it'}).click();
  assert.deepEqual([await field('Name').inputValue(), await field('Port').inputValue()], ['One', '2222']);
});

test('a Japanese reader has all of it in Japanese', async () => {
  const {page} = await bench.open({language: 'ja', width: 360});
  await edit();
  assert.deepEqual(await page.locator('h2').allInnerTexts(), ['基本', '文字列', '秘密', '友人', '回線', '確認']);
  await page.getByText('数です。 既定値：30 日。').waitFor();
  await field('媒体').selectOption('無線');
  await field('チャンネル').waitFor();
  const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(inner <= outer, `${inner} px wide`);
});

test('settings are read: what exists, whether secrets are stored, names of what they refer to', async () => {
  const {page} = await bench.open();
  await bench.facts(friends(), stored);
  const link = page.getByRole('link', {name: 'Aki'});
  await link.waitFor();
  assert.equal(await link.getAttribute('href'), `#/made-ups/friends/${friend_id(1)}`);
  const facts = await page.locator('dl.facts > div').evaluateAll((all) => Object.fromEntries(all.map((one) => [one.querySelector('dt').textContent, one.querySelector('dd').textContent])));
  assert.deepEqual(facts, {
    Name: 'One', Count: '12 days', Active: 'No', Colour: 'Red', Hosts: 'a.example.com, b.example.com', Remark: 'Two\nlines', Folder: '/etc/x', Token: 'Stored', Key: 'None',
    Made: 'Stored', Partner: 'Aki', Medium: 'By wire', Port: '2222', Host: '192.0.2.9', Password: 'Stored', Method: 'Not',
  });
});
