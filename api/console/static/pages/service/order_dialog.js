import {command} from '../../lib/http.js';
import {t} from '../../lib/i18n.js';
import {go} from '../../lib/router.js';
import {html} from '../../lib/ui.js';
import {Dialog} from '../../ui/dialog.js';
import {Form, Tick, useForm} from '../../ui/form.js';
import {TimeChoice, chosen_time, no_time} from '../shared/time_choice.js';

/** Orders a certificate now or at a time (R18). */
export function OrderDialog({service, onClose}) {
  const start = {...no_time(), apply: service.nodes.length > 0};
  const form = useForm(start, async (values) => {
    const body = {scheduledFor: chosen_time(values), apply: values.apply};
    go(`/orders/${(await command('POST', `/services/${service.id}/orders`, {body})).id}`);
  });
  const names = [service.settings.commonName, ...service.settings.sans].join(', ');
  return html`<${Dialog} title=${t('order.title', {name: service.settings.name})} onClose=${onClose}>
    <${Form} form=${form} submit_text=${t('order.do')} onCancel=${onClose}>
      <p>${t('order.text', {names})}</p>
      <${TimeChoice} form=${form} />
      <${Tick} form=${form} name="apply" toggle label=${t('order.apply')} hint=${t('order.apply_hint')} />
    <//>
  <//>`;
}
