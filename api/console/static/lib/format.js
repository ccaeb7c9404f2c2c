import {language} from './i18n.js';

const two = (number) => String(number).padStart(2, '0');

export const local_date = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
export const local_time = (date) => `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
export const local_instant = (date) => `${local_date(date)} ${local_time(date)}`;

/** The hour and minute, with the date only when it is not today's. */
export function brief_instant(date, now = new Date()) {
  return local_date(date) === local_date(now) ? local_time(date) : local_instant(date).slice(0, 16);
}

/** "2026-11-22 08:15:02 UTC", for tooltips. */
export const utc_instant = (date) => `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;

// [unit, seconds, at least so many]: lives of certificates are spoken of in days.
const units = [
  ['year', 31_536_000, 2], ['month', 2_592_000, 6], ['day', 86_400, 2], ['hour', 3_600, 2], ['minute', 60, 2], ['second', 1, 0],
];

/** "in 12 days", "3 minutes ago": the largest unit of which there are enough. */
export function relative(date, now = new Date()) {
  const seconds = Math.round((date - now) / 1000);
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
export const to_input = (date) => `${local_date(date)}T${local_time(date).slice(0, 5)}`;
export const from_input = (text) => new Date(text).toISOString();
