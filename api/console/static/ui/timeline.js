import {t} from '../lib/i18n.js';
import {html} from '../lib/ui.js';
import {WordIcon} from './badge.js';
import {Empty} from './page.js';
import {When} from './when.js';

const letters = {info: 'I', warning: 'W', error: 'E'};

export const message_code = (severity, number) => `<${letters[severity]}${String(number).padStart(4, '0')}>`;

function Entry({entry: {position, time, messageNumber, severity, message}}) {
  return html`<li class="severity-${severity}">
    <span class="position" title=${t('log.position')}>#${position}</span>
    <${When} at=${time} form="time" said />
    <${WordIcon} family="logLevel" value=${severity} />
    <code>${message_code(severity, messageNumber)}</code>
    <span class="message">${message}</span></li>`;
}

/** What was recorded, oldest first, each with its position in the log; the head above says the zone. New entries are
 * read out. */
export function Timeline({entries}) {
  if (entries.length === 0) return html`<${Empty}>${t('log.none')}<//>`;
  return html`<ol class="timeline" role="log" aria-label=${t('run.timeline')}>
    ${entries.map((entry) => html`<${Entry} key=${`${entry.position} ${entry.message}`} entry=${entry} />`)}</ol>`;
}
