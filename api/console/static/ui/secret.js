import {t} from '../lib/i18n.js';
import {value_at} from '../lib/paths.js';
import {html} from '../lib/ui.js';
import {Field, FileInto} from './form.js';

/**
 * A value that is written and never read back (R29). In a form it is undefined (keep what is stored), null (forget it)
 * or the new text. One that was given for another place is asked for `again`.
 */
export function SecretField({form, name, slot = name, stored, again = false, multiline = false, hint, required = false, ...more}) {
  const forgotten = value_at(form.values, slot) === null;
  const needed = forgotten ? false : stored ? again : required;
  const kept = stored && !again && !forgotten;
  const said = stored && needed ? t('secret.again') : hint;
  const forget = () => form.set(slot, forgotten ? undefined : null, {secret: true});
  return html`<div class="secret ${multiline ? 'wide' : ''}">
    <${Field} form=${form} name=${name} slot=${slot} secret type=${multiline ? 'textarea' : 'password'} rows=${multiline ? 4 : undefined}
      class=${multiline ? 'pem' : ''} autocomplete="new-password" required=${needed} optional=${!needed}
      disabled=${forgotten} placeholder=${kept ? t('secret.keep') : ''} hint=${forgotten ? t('secret.will_be_forgotten') : said} ...${more} />
    ${multiline && !forgotten && html`<${FileInto} form=${form} name=${name} slot=${slot} label=${t('import.from_file')} secret />`}
    ${stored && html`<button type="button" class="small outline secondary" onClick=${forget}>
      ${t(forgotten ? 'secret.keep_after_all' : 'secret.forget')}</button>`}
  </div>`;
}
