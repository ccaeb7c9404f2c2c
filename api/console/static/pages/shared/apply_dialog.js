import {command} from '../../lib/http.js';
import {t} from '../../lib/i18n.js';
import {go} from '../../lib/router.js';
import {html, useState} from '../../lib/ui.js';
import {Dialog} from '../../ui/dialog.js';
import {Field, Form, useForm} from '../../ui/form.js';
import {problem_text} from '../../ui/problem.js';
import {say} from '../../ui/toast.js';
import {TimeChoice, chosen_time, no_time} from './time_choice.js';

/** Whether an apply to the node is open, a stuck one too: the next one would be refused. */
export const is_busy = ({applyState}) => applyState !== 'none' && applyState !== 'failed';

const slot_choices = ({generations}) => [
  ['', t('apply.current', {slot: generations.find(({current}) => current)?.slot ?? '–'})],
  ...generations.map(({slot, serial}) => [String(slot), t('apply.slot', {slot, serial: serial.slice(-8)})]),
];

/** The nodes that said no, each with its reason. */
function Refused({refused, nodes}) {
  const name = (id) => nodes.find((node) => node.id === id)?.name ?? id;
  return html`<ul class="refused">${refused.map(({node, problem: {message, ...problem}}) => html`<li key=${node}>
    <strong>${name(node)}</strong>: ${problem_text({...problem, message_number: message})}</li>`)}</ul>`;
}

/** Installs a generation on `node`, or on all enabled nodes when it is null. */
export function ApplyDialog({service, node, onClose}) {
  const [refused, setRefused] = useState(null);
  const form = useForm({...no_time(), slot: ''}, async (values) => {
    const body = {scheduledFor: chosen_time(values), slot: values.slot ? Number(values.slot) : null};
    if (node) return go(`/applies/${(await command('POST', `/nodes/${node.id}/applies`, {body})).id}`);
    const made = await command('POST', `/services/${service.id}/applies`, {body});
    if (made.refused.length > 0) return setRefused(made.refused);
    say(t('apply.begun', {n: made.applies.length}));
    return made.applies.length === 1 ? go(`/applies/${made.applies[0].id}`) : go('/applies');
  });
  const title = node ? t('apply.title_node', {node: node.name}) : t('apply.title_all');
  if (refused) return html`<${Dialog} title=${t('apply.refused')} onClose=${onClose}>
    <${Refused} refused=${refused} nodes=${service.nodes} /><//>`;
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <${Form} form=${form} submit_text=${t('apply.do')} onCancel=${onClose}>
      <p>${t(node ? 'apply.text_node' : 'apply.text_all')}</p>
      ${service.generations.length > 1 && html`<${Field} form=${form} name="slot" type="select"
        label=${t('apply.generation')} options=${slot_choices(service)} />`}
      <${TimeChoice} form=${form} />
    <//>
  <//>`;
}
