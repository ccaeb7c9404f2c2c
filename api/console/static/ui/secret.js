import {t} from '../lib/i18n.js';
import {html} from '../lib/ui.js';
import {Field} from './form.js';

// In a form a secret is undefined (keep what is stored), null (forget it) or the new text.
// The API wants null to keep and "" to forget.
export function secret_to_api(value) {
  if (value === undefined || value === '') return null;
  return value ?? '';
}

/** A value that is written and never read back (R29). */
export function SecretField({form, name, stored, multiline = false, hint, ...more}) {
  const forgotten = form.values[name] === null;
  const kept = stored && !forgotten;
  const forget = () => form.set(name, forgotten ? undefined : null, {secret: true});
  return html`<div class="secret">
    <${Field} form=${form} name=${name} secret type=${multiline ? 'textarea' : 'password'} rows=${multiline ? 4 : undefined}
      class=${multiline ? 'pem' : ''} autocomplete="new-password" optional disabled=${forgotten}
      placeholder=${kept ? t('secret.keep') : ''} hint=${forgotten ? t('secret.will_be_forgotten') : hint} ...${more} />
    ${stored && html`<button type="button" class="small outline secondary" onClick=${forget}>
      ${t(forgotten ? 'secret.keep_after_all' : 'secret.forget')}</button>`}
  </div>`;
}
