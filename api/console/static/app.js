import {connected} from './lib/http.js';
import {language, t} from './lib/i18n.js';
import {close_live, open_live} from './lib/live.js';
import {useObservable} from './lib/observable.js';
import {match, place} from './lib/router.js';
import {expired, is_admin, resume, session} from './lib/session.js';
import {html, useEffect} from './lib/ui.js';
import {Login, LoginAgain} from './pages/login.js';
import {FirstStart} from './pages/first_start.js';
import {NotFound} from './pages/not_found.js';
import {routes} from './pages/routes.js';
import {Questions} from './ui/dialog.js';
import {KeysHelp} from './ui/keys_help.js';
import {PasswordQuestion} from './ui/password_question.js';
import {Shell} from './ui/shell.js';
import {Toasts} from './ui/toast.js';

const retry_ms = 2000;

/** Asks who we are until the server answers. */
function useResumedSession() {
  useEffect(() => {
    const ask = () => resume().catch((problem) => {
      if (problem.status === undefined) throw problem;
      setTimeout(ask, retry_ms);
    });
    ask();
  }, []);
  const who = useObservable(session);
  const away = useObservable(expired);
  useEffect(() => {
    if (who && !away) open_live();
    else close_live();
  }, [Boolean(who), away]);
  return who;
}

/** While the server is away, asks now and then whether it is back. */
function useReconnecting() {
  const online = useObservable(connected);
  useEffect(() => {
    if (online) return undefined;
    const timer = setInterval(() => fetch('/healthz').then(() => connected.set(true), () => {}), retry_ms);
    return () => clearInterval(timer);
  }, [online]);
}

function CurrentPage() {
  const {path} = useObservable(place);
  const found = match(routes, path);
  if (!found) return html`<${NotFound} />`;
  const [Page, Facts = Page] = found.rest;
  return html`<${is_admin() ? Page : Facts} key=${path} ...${found.values} />`;
}

export function App() {
  useObservable(language);
  useReconnecting();
  const who = useResumedSession();
  const {path} = useObservable(place);
  if (who === undefined) return html`<p class="loading" aria-busy="true">${t('state.loading')}</p>`;
  if (who === null) return path === '/first-start' ? html`<${FirstStart} />` : html`<${Login} />`;
  return html`<${Shell}><${CurrentPage} /><//>
    <${LoginAgain} /><${Questions} /><${PasswordQuestion} /><${KeysHelp} /><${Toasts} />`;
}
