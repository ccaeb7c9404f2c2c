import {t, word} from '../lib/i18n.js';
import {local_time, utc_instant} from '../lib/format.js';
import {html} from '../lib/ui.js';
import {Icon} from './icon.js';
import {Empty} from './page.js';

const icons = {info: 'info', warning: 'warning', error: 'error'};
const letters = {info: 'I', warning: 'W', error: 'E'};

export const message_code = (severity, number) => `<${letters[severity]}${String(number).padStart(4, '0')}>`;

function Entry({entry: {position, time, messageNumber, severity, message}}) {
  const date = new Date(time);
  return html`<li class="severity-${severity}">
    <span class="position" title=${t('log.position')}>#${position}</span>
    <time datetime=${time} title=${utc_instant(date)}>${local_time(date)}</time>
    <${Icon} name=${icons[severity]} label=${word('severity', severity)} />
    <code>${message_code(severity, messageNumber)}</code>
    <span class="message">${message}</span></li>`;
}

/** What was recorded, oldest first, each with its position in the log. New entries are read out. */
export function Timeline({entries}) {
  if (entries.length === 0) return html`<${Empty}>${t('log.none')}<//>`;
  return html`<ol class="timeline" role="log" aria-label=${t('run.timeline')}>
    ${entries.map((entry) => html`<${Entry} key=${`${entry.position} ${entry.message}`} entry=${entry} />`)}</ol>`;
}
