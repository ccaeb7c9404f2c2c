import en from '../i18n/en.js';
import ja from '../i18n/ja.js';
import problems_ja from '../i18n/problems_ja.js';
import {observable} from './observable.js';

const texts = {en, ja};
const storage_key = 'kigen.language';

export const languages = ['ja', 'en'];

/** The chosen language, else the browser's, else English. */
function first_language() {
  const wanted = [localStorage.getItem(storage_key), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wanted.find((tag) => tag in texts) ?? 'en';
}

export const language = observable(first_language());
language.follow((tag) => {
  localStorage.setItem(storage_key, tag);
  document.documentElement.lang = tag;
});
document.documentElement.lang = language.get();

/** The text of `key` with `{name}` filled in. An unknown key shows itself. */
export function t(key, values = {}) {
  const text = texts[language.get()][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

/** The text of a word that the server sent, e.g. word('orderStage', 'issued'); the word itself when we know none. */
export function word(family, value) {
  const key = `${family}.${value}`;
  return key in en ? t(key) : String(value ?? '');
}

/** The sentence of an error of the server; English comes with the problem itself. */
export function problem_sentence({code, title}) {
  const own = texts[language.get()][`problem.${code}`];
  return own ?? (language.get() === 'ja' ? problems_ja[code] : undefined) ?? title ?? code;
}

/** Singular or plural: `key.one` and `key.other`. */
export function count(key, number) {
  const form = new Intl.PluralRules(language.get()).select(number) === 'one' ? 'one' : 'other';
  return t(`${key}.${form}`, {n: new Intl.NumberFormat(language.get()).format(number)});
}
