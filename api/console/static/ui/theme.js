import {t} from '../lib/i18n.js';
import {observable, useObservable} from '../lib/observable.js';
import {html} from '../lib/ui.js';
import {Icon} from './icon.js';

const storage_key = 'kigen.theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const theme = observable(document.documentElement.dataset.theme);
theme.follow((name) => { document.documentElement.dataset.theme = name; });
system.addEventListener('change', ({matches}) => {
  if (!localStorage.getItem(storage_key)) theme.set(matches ? 'dark' : 'light');
});

function choose(name) {
  localStorage.setItem(storage_key, name);
  theme.set(name);
}

export function ThemeSwitch() {
  const other = useObservable(theme) === 'dark' ? 'light' : 'dark';
  return html`<button type="button" class="quiet" title=${t(`theme.${other}`)} aria-label=${t(`theme.${other}`)}
    onClick=${() => choose(other)}><${Icon} name=${other === 'dark' ? 'moon' : 'sun'} /></button>`;
}
