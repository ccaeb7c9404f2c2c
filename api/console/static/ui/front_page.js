import {t} from '../lib/i18n.js';
import {html, useEffect} from '../lib/ui.js';
import {LanguageSwitch} from './language.js';
import {Logo} from './logo.js';
import {ThemeSwitch} from './theme.js';

/** Frame of the pages before the login. */
export function FrontPage({title, children}) {
  useEffect(() => { document.title = `${title} – Kigen`; }, [title]);
  return html`<main class="front">
    <header><${Logo} size=${56} /><div><strong>Kigen</strong><span>${t('brand.tagline')}</span></div></header>
    <article><h1>${title}</h1>${children}</article>
    <footer><${LanguageSwitch} /><${ThemeSwitch} /></footer>
  </main>`;
}
