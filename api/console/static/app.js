import {useCatalogue} from './lib/catalogue.js';
import {connected} from './lib/http.js';
import {language, t} from './lib/i18n.js';
import {close_live, open_live, useRecords} from './lib/live.js';
import {useObservable} from './lib/observable.js';
import {match, place} from './lib/router.js';
import {expired, is_admin, resume, session} from './lib/session.js';
import {html, useEffect, useMemo} from './lib/ui.js';
import {Login, LoginAgain} from './pages/login.js';
import {FirstStart} from './pages/first_start.js';
import {NotFound} from './pages/not_found.js';
import {routes_of} from './pages/routes.js';
import {Questions} from './ui/dialog.js';
import {KeysHelp} from './ui/keys_help.js';
import {MadeHere} from './ui/made_here.js';
import {Loaded} from './ui/page.js';
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

/** Roles and groups may change under an open session. */
function useOwnChanges() {
  useRecords(({stream}) => { if (stream === `user-${session.get()?.user}`) resume({unattended: true}).catch(() => {}); });
}

function CurrentPage({document}) {
  const {path} = useObservable(place);
  const {groups} = useObservable(session);
  const routes = useMemo(() => routes_of(document), [document]);
  const found = match(routes, path);
  if (!found) return html`<${NotFound} />`;
  const [Page, Facts = Page] = found.rest;
  return html`<${is_admin() ? Page : Facts} key=${`${path} ${groups.map(({id}) => id).join()}`} ...${found.values} />`;
}

export function App() {
  useObservable(language);
  useReconnecting();
  const who = useResumedSession();
  const catalogue = useCatalogue();
  useOwnChanges();
  const {path} = useObservable(place);
  if (who === undefined) return html`<p class="loading" aria-busy="true">${t('state.loading')}</p>`;
  if (who === null) return path === '/first-start' ? html`<${FirstStart} />` : html`<${Login} />`;
  return html`<${Shell}><${Loaded} resource=${catalogue}>${({document}) => html`<${CurrentPage} document=${document} />`}<//><//>
    <${MadeHere} /><${LoginAgain} /><${Questions} /><${PasswordQuestion} /><${KeysHelp} /><${Toasts} />`;
}
