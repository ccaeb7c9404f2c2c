import {from_input, to_input, zone} from '../../lib/format.js';
import {t} from '../../lib/i18n.js';
import {html} from '../../lib/ui.js';
import {Field} from '../../ui/form.js';

const hour_ms = 3_600_000;

/** Values of a form that <TimeChoice> edits. */
export const no_time = () => ({when: 'now', scheduledFor: to_input(new Date(Date.now() + hour_ms))});

/** What the API wants: null for now. */
export const chosen_time = ({when, scheduledFor}) => (when === 'now' ? null : from_input(scheduledFor));

/** Now, or at a date and time in the reader's zone (R18, R28). */
export function TimeChoice({form}) {
  const radio = (value) => html`<label><input type="radio" name="when" value=${value}
    checked=${form.values.when === value} onChange=${() => form.set('when', value)} />${t(`time.${value}`)}</label>`;
  return html`<fieldset><legend>${t('time.when')}</legend>${radio('now')}${radio('later')}
    ${form.values.when === 'later' && html`<${Field} form=${form} name="scheduledFor" type="datetime-local"
      label=${t('time.at')} hint=${t('time.zone', {zone: `${Intl.DateTimeFormat().resolvedOptions().timeZone}, ${zone()}`})} required />`}
  </fieldset>`;
}
