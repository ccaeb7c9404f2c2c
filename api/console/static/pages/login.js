import {t} from '../lib/i18n.js';
import {useObservable} from '../lib/observable.js';
import {href} from '../lib/router.js';
import {expired, log_in, log_out, session} from '../lib/session.js';
import {html} from '../lib/ui.js';
import {Dialog} from '../ui/dialog.js';
import {Field, Form, useForm} from '../ui/form.js';
import {FrontPage} from '../ui/front_page.js';

function LoginForm({mail = ''}) {
  const form = useForm({mail, password: ''}, ({mail: who, password}) => log_in(who, password));
  return html`<${Form} form=${form} submit_text=${t('action.log_in')}>
    <${Field} form=${form} name="mail" type="email" label=${t('user.mail')} required autocomplete="username"
      autofocus=${!mail} />
    <${Field} form=${form} name="password" type="password" label=${t('user.password')} required
      autocomplete="current-password" autofocus=${Boolean(mail)} />
  <//>`;
}

export function Login() {
  return html`<${FrontPage} title=${t('login.title')}>
    <${LoginForm} />
    <p class="aside"><a href=${href('/first-start')}>${t('login.first_start')}</a></p>
  <//>`;
}

/** Over the page whose session ended; the page and what was typed into it stay. */
export function LoginAgain() {
  const who = useObservable(session);
  if (!useObservable(expired)) return null;
  return html`<${Dialog} title=${t('login.again')} onClose=${log_out}>
    <p>${t('login.again_text')}</p>
    <${LoginForm} mail=${who.mail} />
  <//>`;
}
