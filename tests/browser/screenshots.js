// node tests/browser/screenshots.js FOLDER [page …]: each page in both languages, wide and narrow, light and dark.
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {open_browser, open_page} from './support/browser.js';
import {start_mock} from './support/mock/server.js';
import {pages} from './support/pages.js';

const [folder, ...wanted] = process.argv.slice(2);
const front = {login: '/', 'first-start': '/first-start'};
const looks = ['en', 'ja'].flatMap((language) => [1400, 360].flatMap((width) => [false, true].map((dark) => ({language, width, dark}))));

async function shoot(page, url, path, file) {
  await page.goto('about:blank');
  await page.goto(`${url}/#${path}`);
  await page.waitForSelector('h1');
  await page.waitForTimeout(250);
  await page.waitForFunction(() => !document.querySelector('.loading'));
  await page.screenshot({path: file, fullPage: true});
}

const mock = await start_mock();
const browser = await open_browser();
mkdirSync(folder, {recursive: true});
for (const look of looks) {
  const {page, faults, context} = await open_page(browser, look);
  const suffix = `${look.language}-${look.width}-${look.dark ? 'dark' : 'light'}.png`;
  const all = Object.entries({...front, ...pages}).filter(([name]) => wanted.length === 0 || wanted.includes(name));
  for (const [name, path] of all) {
    mock.controls.logged_in = !(name in front);
    await shoot(page, mock.url, path, join(folder, `${name}-${suffix}`));
  }
  if (faults.length) console.error(suffix, [...new Set(faults)]);
  await context.close();
}
if (mock.problems.length) console.error([...new Set(mock.problems)]);
await browser.close();
await mock.close();
