import {t} from '../lib/i18n.js';
import {html} from '../lib/ui.js';
import {Field} from './form.js';

// In a form a secret is undefined (keep what is stored), null (forget it) or the new text.
// The API wants null to keep and "" to forget.
export function secret_to_api(value) {
  if (value === undefined || value === '') return null;
  return value ?? '';
}

/** Whether the fields that say where a secret is used differ from those that it was given for. */
export const is_elsewhere = (before, now, fields) => fields.some((field) => before[field] !== now[field]);

/**
 * A value that is written and never read back (R29). One that was given for another place is asked for `again`.
 */
export function SecretField({form, name, stored, again = false, multiline = false, hint, ...more}) {
  const forgotten = form.values[name] === null;
  const needed = stored && again && !forgotten;
  const kept = stored && !again && !forgotten;
  const said = needed ? t('secret.again') : hint;
  const forget = () => form.set(name, forgotten ? undefined : null, {secret: true});
  return html`<div class="secret">
    <${Field} form=${form} name=${name} secret type=${multiline ? 'textarea' : 'password'} rows=${multiline ? 4 : undefined}
      class=${multiline ? 'pem' : ''} autocomplete="new-password" required=${needed} optional=${!needed}
      disabled=${forgotten} placeholder=${kept ? t('secret.keep') : ''} hint=${forgotten ? t('secret.will_be_forgotten') : said} ...${more} />
    ${stored && html`<button type="button" class="small outline secondary" onClick=${forget}>
      ${t(forgotten ? 'secret.keep_after_all' : 'secret.forget')}</button>`}
  </div>`;
}
