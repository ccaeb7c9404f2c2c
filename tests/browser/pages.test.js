// Every page, in both languages and on a narrow screen: no fault, no missing text, labels, no sideways scrolling.
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import en from '../../api/console/static/i18n/en.js';
import {open_browser, open_page} from './support/browser.js';
import {start_mock} from './support/mock/server.js';
import {pages} from './support/pages.js';

let mock;
let browser;
before(async () => { mock = await start_mock(); browser = await open_browser(); });
after(async () => { await browser.close(); await mock.close(); });

async function show(page, path) {
  await page.goto('about:blank');
  await page.goto(`${mock.url}/#${path}`);
  await page.waitForSelector('main h1');
  await page.waitForFunction(() => !document.querySelector('.loading') && document.querySelector('h1').textContent !== '…');
}

/** Runs in the page: inputs without a label, buttons and links without a name, ids that are there twice. */
function unnamed() {
  const named = (element) => (element.textContent.trim() || element.getAttribute('aria-label') || element.title) !== '';
  const inputs = [...document.querySelectorAll('input, select, textarea')].filter((one) => !one.labels?.length && !one.getAttribute('aria-label'));
  const buttons = [...document.querySelectorAll('button, a, [role=button]')].filter((one) => !named(one));
  const ids = [...document.querySelectorAll('[id]')].map(({id}) => id);
  return [...[...inputs, ...buttons].map((one) => one.outerHTML), ...ids.filter((id, at) => ids.indexOf(id) !== at)];
}

/** Runs in the page: times of day without their zone beside them, in the head of their column, part or table, and those
 * without an offset in their tooltip. */
function zoneless() {
  const heads = (time) => [time.closest('td') && time.closest('table').querySelectorAll('th')[time.closest('td').cellIndex],
    time.closest('table')?.caption, time.closest('section')?.querySelector('h2')];
  const says = (element) => /UTC/.test(element?.textContent);
  return [...document.querySelectorAll('time')].filter((time) => !/T\d\d:\d\d:\d\d[+-]\d\d:\d\d$/.test(time.title)
    || (/\d\d:\d\d/.test(time.textContent) && ![time, ...heads(time)].some(says))).map((one) => one.outerHTML);
}

const families = [...new Set(Object.keys(en).map((key) => key.split('.')[0]))];

/** Runs in the page: what looks like a key that has no text. */
const keys_shown = (names) => [...document.body.innerText.matchAll(new RegExp(`\\b(${names.join('|')})\\.[a-z_-]+`, 'gi'))].map(([all]) => all);

for (const [language, width] of [['en', 1400], ['ja', 1400], ['ja', 360]]) {
  describe(`${language}, ${width} wide`, () => {
    let open;
    before(async () => { open = await open_page(browser, {language, width}); });
    after(() => open.context.close());

    for (const [name, path] of Object.entries(pages)) {
      test(name, async () => {
        const {page, faults} = open;
        faults.length = 0;
        mock.problems.length = 0;
        await show(page, path);
        assert.deepEqual(faults, []);
        assert.deepEqual(mock.problems, []);
        assert.deepEqual(await page.evaluate(unnamed), []);
        assert.deepEqual(await page.evaluate(keys_shown, families), []);
        assert.deepEqual(await page.evaluate(zoneless), []);
        const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(inner <= outer, `${inner} px wide`);
      });
    }
  });
}
