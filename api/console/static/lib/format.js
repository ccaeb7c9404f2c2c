import {language, t} from './i18n.js';

const two = (number) => String(number).padStart(2, '0');

const date_of = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
const time_of = (date) => `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;

/** [sign, hours, minutes] from UTC to the reader's clock; summer time makes it depend on the date. */
function offset_of(date) {
  const minutes = -date.getTimezoneOffset();
  return [minutes < 0 ? '-' : '+', Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
}

/** The reader's zone at `date`: "UTC+9", "UTC-3:30". */
export function zone(date = new Date()) {
  const [sign, hours, minutes] = offset_of(date);
  if (!hours && !minutes) return 'UTC';
  return `UTC${sign}${hours}${minutes ? `:${two(minutes)}` : ''}`;
}

/** "2026-11-29T03:10:00+09:00": all that can be told of an instant, for tooltips and names of files. */
export function iso_instant(date) {
  const [sign, hours, minutes] = offset_of(date);
  return `${date_of(date)}T${time_of(date)}${sign}${two(hours)}:${two(minutes)}`;
}

const clocks = {
  full: (date) => `${date_of(date)} ${time_of(date)}`,
  time: time_of,
  brief: (date, now) => (date_of(date) === date_of(now) ? time_of(date) : clocks.full(date).slice(0, 16)),
};

/**
 * How an instant reads, decided here for the whole console. `form`: full; time, for runs of minutes; brief, with the
 * date only when it is not today's; date; relative. A time carries its zone, unless a head has `said` the present one.
 */
export function instant(date, {form = 'full', said = false, now = new Date()} = {}) {
  if (form === 'relative') return relative(date, now);
  if (form === 'date') return date_of(date);
  const text = clocks[form](date, now);
  return said && zone(date) === zone(now) ? text : `${text} ${zone(date)}`;
}

/** The head of a column of times: it says their zone. */
export const zoned = (title) => t('time.head', {title, zone: zone()});

// [unit, seconds, at least so many]: lives of certificates are spoken of in days.
const units = [
  ['year', 31_536_000, 2], ['month', 2_592_000, 6], ['day', 86_400, 2], ['hour', 3_600, 2], ['minute', 60, 2], ['second', 1, 0],
];

// Two clocks are never quite the same: what the server says of now is neither past nor future.
const clocks_differ_s = 60;
const just_past_s = 5;

/** "in 12 days", "3 minutes ago": the largest unit of which there are enough. */
function relative(date, now) {
  const seconds = Math.round((date - now) / 1000);
  if (seconds > -just_past_s && seconds <= clocks_differ_s) return t('time.just_now');
  const [unit, size] = units.find(([, length, least]) => Math.abs(seconds) >= least * length);
  const formatter = new Intl.RelativeTimeFormat(language.get(), {numeric: 'always'});
  return formatter.format(Math.trunc(seconds / size), unit);
}

/** "0.4 s", "12 s", "3 min 5 s". */
export function duration(ms) {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

export const number = (value) => new Intl.NumberFormat(language.get()).format(value);

/** Value for <input type="datetime-local"> and back. */
export const to_input = (date) => `${date_of(date)}T${time_of(date).slice(0, 5)}`;
export const from_input = (text) => new Date(text).toISOString();
