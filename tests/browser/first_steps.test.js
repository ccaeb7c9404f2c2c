// The operator's first steps (docs/manual), by the labels that are on the screen, in both languages, on real servers.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {after, before, describe, test} from 'node:test';
import en from '../../api/console/static/i18n/en.js';
import ja from '../../api/console/static/i18n/ja.js';
import {open_browser, open_page} from './support/browser.js';
import {start_kigen} from './support/server.js';
import {free_port, served_serial, start_site} from './support/site.js';
import {sequence} from './support/steps.js';

const binary = process.env.KIGEN_BIN;
const password = 'correct horse battery';
const patience_ms = 90_000;
const name = 'www.example.test';
const languages = {en, ja};

/** The words for people about settings: what things and fields are called. */
const words_of = (language) => JSON.parse(readFileSync(new URL(`../../api/console/static/words/${language}.json`, import.meta.url), 'utf8'));
const said_by = ({things, fields, choices, sections}) => [...Object.values(things).flatMap(({one, many, new: made}) => [one, many, made]),
  ...Object.values(fields).map(({label}) => label), ...Object.values(choices).flatMap((words) => Object.values(words)), ...Object.values(sections)].filter(Boolean);

const fingerprint_of = (host) => /SHA256:\S+/.exec(execFileSync('ssh-keyscan', ['-p', host.ssh, '-t', 'ed25519', host.address],
  {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).split('\n').filter((line) => line && !line.startsWith('#'))
  .map((line) => execFileSync('ssh-keygen', ['-lf', '-'], {input: line, encoding: 'utf8'})).join(''))[0];

for (const [language, texts] of Object.entries(languages)) {
  describe(`the first steps, ${language}`, {skip: binary ? false : 'KIGEN_BIN is not set'}, () => {
    let kigen;
    let site;
    let browser;
    let page;
    let faults;
    before(async () => {
      const http01 = free_port();
      [kigen, site] = await Promise.all([start_kigen(binary, {http01}), start_site(http01)]);
      browser = await open_browser();
      ({page, faults} = await open_page(browser, {language, patience_ms}));
    });
    after(async () => {
      await browser?.close();
      await site?.stop();
      await kigen?.stop();
    });

    const step = sequence();
    const t = (key) => { assert.ok(texts[key], key); return texts[key]; };
    const words = words_of(language);
    const go_to = (text) => page.getByRole('navigation').getByRole('link', {name: text, exact: true}).click();
    const menu = (key) => go_to(t(key));
    const heading = (text) => page.getByRole('heading', {name: text, level: 1}).waitFor();
    const controls = 'input, select, textarea';
    const labelled = (text) => page.locator(controls).and(page.getByLabel(text, {exact: true}).or(page.getByLabel(`${text} ${t('form.optional')}`, {exact: true})));
    const field = (key) => labelled(t(key));
    const setting = (key) => { assert.ok(words.fields[key], key); return labelled(words.fields[key].label); };
    const choose = (key, word) => setting(key).selectOption({label: words.choices[key][word]});
    const pick = async (key, text) => { await setting(key).fill(text); await page.getByRole('option', {name: text, exact: true}).click(); };
    const press = (key) => page.getByRole('button', {name: t(key), exact: true}).click();
    const follow_text = (text) => page.getByRole('link', {name: text, exact: true}).or(page.getByRole('button', {name: text, exact: true})).first().click();
    const follow = (key) => follow_text(t(key));

    step('3. claim it', async () => {
      await page.goto(kigen.url);
      await follow('login.first_start');
      await field('first_start.token').fill(kigen.token);
      await field('user.new_password').fill(password);
      await field('user.password_again').fill(password);
      await field('company.name').fill('Example KK');
      await field('site.first').fill('Tokyo');
      await press('first_start.submit');
      await heading(t('nav.dashboard'));
    });

    step('4. say how to reach a host; what it shows is what the host says', async () => {
      await go_to(words.things.access.many);
      await follow_text(words.things.access.new);
      await setting('access.name').fill('web-1');
      await setting('access.connection.ssh.host').fill(site.host.address);
      await setting('access.connection.ssh.port').fill(String(site.host.ssh));
      await setting('access.connection.ssh.loginId').fill('opspw');
      await setting('access.connection.ssh.loginPassword').fill('P-pw');
      await choose('access.connection.ssh.elevation', 'sudo');
      await setting('access.connection.ssh.executionId').fill('root');
      await setting('access.connection.ssh.executionPassword').fill('P-pw');
      await press('kept.create');
      await heading('web-1');
      await press('host_key.scan');
      await page.getByText(fingerprint_of(site.host)).first().waitFor();
      await press('host_key.confirm');
      await page.getByRole('dialog').getByRole('button', {name: t('host_key.confirm'), exact: true}).click();
      await page.getByText(t('host_key.pinned'), {exact: true}).first().waitFor();
    });

    step('5. say where to order', async () => {
      await go_to(words.things.ca_account.many);
      await follow_text(words.things.ca_account.new);
      await setting('ca_account.name').fill('pebble');
      await setting('ca_account.ca.acme.directoryUrl').fill(site.pebble.directory);
      await setting('ca_account.ca.acme.trustPem').fill(site.pebble.trust);
      await press('kept.create');
      await heading('pebble');
    });

    step('6. make a service with a node', async () => {
      await menu('nav.services');
      await follow('services.new');
      await setting('service.name').fill('www');
      await setting('service.commonName').fill(name);
      await pick('service.caAccount', 'pebble');
      await press('services.create');
      await heading('www');
      await follow('node.new');
      await setting('node.name').fill('web-1');
      await pick('node.site', 'Tokyo');
      await pick('node.access', 'web-1');
      await setting('node.server.apache.certificateFile').fill(`${site.host.folder}/apache/tls/cert.pem`);
      await setting('node.server.apache.keyFile').fill(`${site.host.folder}/apache/tls/key.pem`);
      await setting('node.server.apache.workFolder').fill(`${site.host.folder}/work`);
      await setting('node.server.apache.controlProgram').fill('apache2');
      await setting('node.server.apache.configFile').fill(`${site.host.folder}/apache/httpd.conf`);
      await choose('node.check.method', 'address');
      await setting('node.check.address').fill(site.host.address);
      await setting('node.check.port').fill(String(site.host.tls));
      await setting('node.check.fqdn').fill(name);
      await press('node.create');
      await heading('www');
    });

    step('7. order, install: the host serves what was issued', async () => {
      const before_it = await served_serial(site.host, name);
      await press('order.do');
      await page.getByRole('dialog').getByLabel(t('order.apply')).isChecked().then((on) => assert.ok(on, 'installs when issued'));
      await page.getByRole('dialog').getByRole('button', {name: t('order.do'), exact: true}).click();
      await page.waitForURL(/#\/orders\//);
      await page.getByText(t('orderStage.registered'), {exact: true}).first().waitFor();
      await menu('nav.applies');
      await page.getByRole('row', {name: /web-1/}).getByRole('link').first().click();
      await page.getByText(t('apply.outcome.succeeded').replace('{node}', 'web-1')).waitFor();
      const served = await served_serial(site.host, name);
      assert.notEqual(served, before_it);
      await menu('nav.services');
      await page.getByRole('link', {name: 'www', exact: true}).click();
      await page.getByText(served.slice(-6)).first().waitFor();
    });

    step('8. every day: the dashboard and the log', async () => {
      await menu('nav.dashboard');
      await heading(t('nav.dashboard'));
      await menu('nav.log');
      await page.locator('table.log tr').nth(5).waitFor();
    });

    step('nothing went wrong in the browser', () => assert.deepEqual(faults, []));

    step('9. prove it', async () => {
      const config = await kigen.halt();
      assert.match(execFileSync(binary, ['verify', '--config', config], {encoding: 'utf8'}), /The log is sound/);
    });
  });
}

/** What the manual says in bold and sets apart by arrows: labels, except for the words that it explains. */
const explained = {
  en: ['apply', 'bootstrap token', 'execution id', 'installed', 'issued', 'served', 'service', 'site'],
  ja: ['サービス', '拠点', '導入', '提供', '発行', '適用'],
};
for (const [language, texts] of Object.entries(languages)) {
  test(`the manual's labels are the console's, ${language}`, () => {
    const manual = readFileSync(new URL(`../../docs/manual/${language}/first-steps.md`, import.meta.url), 'utf8');
    const all = new Set([...Object.values(texts), ...said_by(words_of(language))].map((text) => text.toLowerCase()));
    const labels = [...manual.matchAll(/\*\*([^*]+)\*\*/g)].flatMap(([, bold]) => bold.split(' → '));
    assert.ok(labels.length > 10);
    for (const label of labels) if (!explained[language].includes(label)) assert.ok(all.has(label.toLowerCase()), label);
  });
}
