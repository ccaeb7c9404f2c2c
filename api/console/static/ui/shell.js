import {t} from '../lib/i18n.js';
import {connected} from '../lib/http.js';
import {help_open} from '../lib/keys.js';
import {live_state} from '../lib/live.js';
import {useObservable} from '../lib/observable.js';
import {usePlaces} from '../lib/places.js';
import {href, place} from '../lib/router.js';
import {log_out, session} from '../lib/session.js';
import {html, useEffect, useState} from '../lib/ui.js';
import {Icon} from './icon.js';
import {LanguageSwitch} from './language.js';
import {Logo} from './logo.js';
import {PlaceTitle} from './place_title.js';
import {ThemeSwitch} from './theme.js';
import {attempt} from './toast.js';

const groups = ['work', 'settings'];

const is_current = (path, here) => (path === '/' ? here === '/' : here === path || here.startsWith(`${path}/`));

function Links({here}) {
  const places = usePlaces();
  return groups.map((group) => html`<ul key=${group}>
    ${places.filter((one) => one.group === group).map((one) => html`<li key=${one.path}>
      <a href=${href(one.path)} aria-current=${is_current(one.path, here) ? 'page' : undefined}>
        <${Icon} name=${one.icon} /><${PlaceTitle} place=${one} /></a></li>`)}</ul>`);
}

function Account() {
  const {mail} = useObservable(session);
  return html`<div class="account">
    <a href=${href('/account')} title=${t('nav.account')}>${mail}</a>
    <button type="button" class="quiet" title=${t('action.log_out')} aria-label=${t('action.log_out')}
      onClick=${() => attempt(log_out)}><${Icon} name="out" /></button>
  </div>`;
}

function LiveLight() {
  const state = useObservable(live_state);
  return html`<span class="live ${state}" role="status" title=${t(`live.${state}.title`)}>${t(`live.${state}`)}</span>`;
}

function ConnectionLost() {
  if (useObservable(connected)) return null;
  return html`<div class="banner error" role="alert"><${Icon} name="error" /><span>${t('connection.lost')}</span></div>`;
}

/** Side bar, banner and the page itself. */
export function Shell({children}) {
  const [open, setOpen] = useState(false);
  const {path} = useObservable(place);
  useEffect(() => setOpen(false), [path]);
  const skip = (event) => { event.preventDefault(); document.querySelector('main h1')?.focus(); };
  return html`<div class="shell ${open ? 'open' : ''}">
    <a class="skip" href="#main" onClick=${skip}>${t('nav.skip')}</a>
    <aside>
      <div class="brand"><a href=${href('/')}><${Logo} /><strong>Kigen</strong></a>
        <button type="button" class="quiet menu-button" aria-expanded=${open} aria-controls="menu"
          aria-label=${t('nav.menu')} onClick=${() => setOpen(!open)}><${Icon} name=${open ? 'close' : 'menu'} /></button>
      </div>
      <div id="menu" class="menu">
        <nav aria-label=${t('nav.main')}><${Links} here=${path} /></nav>
        <div class="menu-foot">
          <${LiveLight} />
          <div class="tools"><${LanguageSwitch} /><span><${ThemeSwitch} />
            <button type="button" class="quiet" title=${t('keys.title')} aria-label=${t('keys.title')}
              onClick=${() => help_open.set(true)}>?</button></span></div>
          <${Account} />
        </div>
      </div>
    </aside>
    <main id="main"><${ConnectionLost} />${children}</main>
  </div>`;
}
