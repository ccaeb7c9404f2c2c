import {chromium} from 'playwright-core';

const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.*, EXCLUDE localhost'];

/** Debian's Chromium. It refuses its sandbox to root, so root goes without. */
export const open_browser = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid() === 0 ? ['--no-sandbox', ...flags] : flags,
});

const harmless = /Failed to load resource: the server responded with a status of 4/;

/** A page and what went wrong in it: exceptions, console errors, violations of the content policy. */
export async function open_page(browser, {language = 'en', dark = false, width = 1400, height = 900, patience_ms = 15_000} = {}) {
  const context = await browser.newContext({
    locale: language === 'ja' ? 'ja-JP' : 'en-GB', timezoneId: 'Asia/Tokyo', colorScheme: dark ? 'dark' : 'light',
    viewport: {width, height}, ignoreHTTPSErrors: true, reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patience_ms);
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !harmless.test(message.text())) faults.push(message.text());
  });
  return {page, faults, context};
}
