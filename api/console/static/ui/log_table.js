import {language, t, word} from '../lib/i18n.js';
import {zone} from '../lib/format.js';
import {useResource} from '../lib/resource.js';
import {html} from '../lib/ui.js';
import {WordIcon} from './badge.js';
import {Empty, Loaded} from './page.js';
import {message_code} from './timeline.js';
import {When} from './when.js';

function Line({line: {position, time, module, number, severity, message}}) {
  return html`<tr class="severity-${severity}">
    <td class="position" title=${t('log.position')}>#${position}</td>
    <td class="time"><${When} at=${time} said /></td>
    <td class="code"><${WordIcon} family="logLevel" value=${severity} /><code>${message_code(severity, number)}</code></td>
    <td class="module">${word('module', module)}</td>
    <td class="message">${message}</td></tr>`;
}

/** Lines as they are given. */
export function LogLines({lines}) {
  return html`<div class="table-box"><table class="log">
    <caption><span class="only-read">${t('nav.log')}</span>${t('time.all_in', {zone: zone()})}</caption>
    <tbody>${lines.map((line) => html`<${Line} key=${`${line.position} ${line.index}`} line=${line} />`)}</tbody>
  </table></div>`;
}

/** The newest `limit` lines at `path`, kept up to date. */
export function LogTable({path, limit}) {
  const resource = useResource(path, {query: {lang: language.get(), limit}, follow: ['']});
  return html`<${Loaded} resource=${resource}>${({items}) => (items.length === 0
    ? html`<${Empty}>${t('log.none')}<//>` : html`<${LogLines} lines=${items} />`)}<//>`;
}
