import {Problem} from '../lib/http.js';
import {t} from '../lib/i18n.js';
import {go, href, place} from '../lib/router.js';
import {claim} from '../lib/session.js';
import {html} from '../lib/ui.js';
import {Field, Form, useForm} from '../ui/form.js';
import {FrontPage} from '../ui/front_page.js';

const empty_is_null = (text) => text.trim() || null;

async function send({token, password, again, companyName, siteName}) {
  if (password !== again) throw new Problem({status: 422, code: 'passwords_differ', field: 'again'});
  await claim({
    token: empty_is_null(token), password,
    companyName: empty_is_null(companyName), siteName: empty_is_null(siteName),
  });
  go('/');
}

/** Claims the fresh installation: password of the first admin, company, first site (R1, R2). */
export function FirstStart() {
  const token = place.get().query.get('token') ?? '';
  const form = useForm({token, password: '', again: '', companyName: '', siteName: ''}, send, 'claim');
  return html`<${FrontPage} title=${t('first_start.title')}>
    <p>${t('first_start.text')}</p>
    <${Form} form=${form} submit_text=${t('first_start.submit')}>
      <${Field} form=${form} name="token" secret required label=${t('first_start.token')} hint=${t('first_start.token_hint')}
        autocomplete="off" spellcheck=${false} autofocus=${!token} />
      <${Field} form=${form} name="password" type="password" label=${t('user.new_password')} required minlength="12"
        hint=${t('user.password_hint')} autocomplete="new-password" autofocus=${Boolean(token)} />
      <${Field} form=${form} name="again" type="password" label=${t('user.password_again')} required
        autocomplete="new-password" />
      <${Field} form=${form} name="companyName" label=${t('company.name')} required autocomplete="organization" />
      <${Field} form=${form} name="siteName" label=${t('site.first')} hint=${t('site.hint')} required />
    <//>
    <p class="aside"><a href=${href('/')}>${t('first_start.to_login')}</a></p>
  <//>`;
}
