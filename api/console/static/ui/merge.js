import {t} from '../lib/i18n.js';
import {html} from '../lib/ui.js';
import {shown_value} from './described_value.js';
import {Dialog} from './dialog.js';
import {Form, useForm} from './form.js';

const nothing = () => html`<span class="muted">${t('merge.nothing')}</span>`;
const stored_text = (is_set) => t(is_set ? 'secret.stored' : 'secret.none');

/** What one side has; of a secret only that there is one, or that another was typed. */
function side_text({field, ...values}, side) {
  if (field.type !== 'secret') return shown_value(field, values[side]) ?? nothing();
  if (side === 'mine') return t(values.mine ? 'merge.new_secret' : 'merge.no_secret');
  return stored_text(values[side]);
}

function Line({form, line}) {
  const {slot, label} = line.field;
  const side = (name) => html`<label><input type="radio" name=${slot} value=${name} required checked=${form.values[slot] === name}
    onChange=${() => form.setValues((before) => ({...before, [slot]: name}))} />
    <span><b>${t(`merge.${name}`)}</b> ${side_text(line, name)}</span></label>`;
  return html`<fieldset class="merge"><legend>${label}</legend>
    <p class="muted">${t('merge.first')} ${side_text(line, 'first')}</p>
    ${!line.proposed && html`<p class="hint">${t('merge.both')}</p>`}
    ${side('theirs')}${side('mine')}</fieldset>`;
}

/** Shows what somebody else stored meanwhile beside what was typed; `onChosen` gets 'mine' or 'theirs' by slot. */
export function MergeDialog({lines, onChosen, onClose}) {
  const form = useForm(Object.fromEntries(lines.map(({field, proposed}) => [field.slot, proposed])), async (choices) => onChosen(choices));
  return html`<${Dialog} title=${t('merge.title')} onClose=${onClose} wide>
    <${Form} form=${form} submit_text=${t('merge.save')} onCancel=${onClose}>
      <p>${t('merge.text')}</p>
      ${lines.map((line) => html`<${Line} key=${line.field.slot} form=${form} line=${line} />`)}
    <//>
  <//>`;
}
