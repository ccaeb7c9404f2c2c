import {count, language, t} from '../lib/i18n.js';
import {useResource} from '../lib/resource.js';
import {href} from '../lib/router.js';
import {html, useState} from '../lib/ui.js';
import {Loaded, Section} from './page.js';

const months_shown = 3;
const day_ms = 86_400_000;
const soon_days = 30;

// The API counts by days of UTC, so the calendar is one of UTC.
const first_of = (base, offset) => new Date(Date.UTC(base.getUTCFullYear(), base.getUTCMonth() + offset, 1));
const day_name = (date) => date.toISOString().slice(0, 10);

/** The days of a month, with nulls in front so that Monday comes first. */
function cells_of(month) {
  const blank = (month.getUTCDay() + 6) % 7;
  const length = (first_of(month, 1) - month) / day_ms;
  return [...Array(blank).fill(null), ...Array.from({length}, (_, index) => new Date(+month + index * day_ms))];
}

function tone_of(date) {
  const days = (date - Date.now()) / day_ms;
  if (days < -1) return 'error';
  return days < soon_days ? 'warning' : 'ok';
}

const services_of = (date) => href('/services', {
  expiresFrom: date.toISOString(), expiresBefore: new Date(+date + day_ms).toISOString(), sort: 'notAfter',
});

function Day({date, services}) {
  if (!date) return html`<td></td>`;
  const name = day_name(date);
  const today = name === day_name(new Date()) ? 'date' : undefined;
  if (!services) return html`<td aria-current=${today}><span>${date.getUTCDate()}</span></td>`;
  return html`<td aria-current=${today}><a class="day ${tone_of(date)}" href=${services_of(date)}
    aria-label=${`${name}: ${count('calendar.expiring', services)}`} title=${count('calendar.expiring', services)}>
    ${date.getUTCDate()}<small>${services}</small></a></td>`;
}

function Month({month, days}) {
  const cells = cells_of(month);
  const weeks = Array.from({length: Math.ceil(cells.length / 7)}, (_, week) => cells.slice(7 * week, 7 * week + 7));
  const named = new Intl.DateTimeFormat(language.get(), {year: 'numeric', month: 'long', timeZone: 'UTC'});
  const weekday = new Intl.DateTimeFormat(language.get(), {weekday: 'narrow'});
  return html`<table class="month"><caption>${named.format(month)}</caption>
    <thead><tr>${[1, 2, 3, 4, 5, 6, 7].map((day) =>
      html`<th key=${day} scope="col">${weekday.format(new Date(2024, 0, day))}</th>`)}</tr></thead>
    <tbody>${weeks.map((week, index) => html`<tr key=${index}>${week.map((date, at) =>
      html`<${Day} key=${at} date=${date} services=${date && days.get(day_name(date))} />`)}</tr>`)}</tbody></table>`;
}

/** How many certificates expire on which day, this month and the next ones (R36). */
export function Calendar() {
  const [offset, setOffset] = useState(0);
  const months = Array.from({length: months_shown}, (_, index) => first_of(new Date(), offset + index));
  const query = {from: months[0].toISOString(), to: first_of(months.at(-1), 1).toISOString(), unit: 'day'};
  const resource = useResource('/calendar', {query, follow: ['service-']});
  const turn = (by, text) => html`<button type="button" class="small outline secondary"
    onClick=${() => setOffset(offset + by)}>${text}</button>`;
  const actions = html`${turn(-months_shown, t('pager.back'))}${turn(months_shown, t('pager.next'))}`;
  return html`<${Section} title=${t('calendar.title')} actions=${actions}>
    <${Loaded} resource=${resource}>${({entries}) => {
      const days = new Map(entries.map(({date, services}) => [date, services]));
      return html`<div class="months">${months.map((month) =>
        html`<${Month} key=${+month} month=${month} days=${days} />`)}</div>`;
    }}<//>
  <//>`;
}
