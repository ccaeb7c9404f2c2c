import en, {problems as problems_en} from '../i18n/en.js';
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

/** What a reader gets where words are missing, and what the tests hear of it. */
export function missing(key) {
  console.error(`no text for ${key}`);
  return key.split('.').at(-1).replace(/[-_]/g, ' ');
}

/** The text of `key` with `{name}` filled in. */
export function t(key, values = {}) {
  const text = texts[language.get()][key] ?? missing(key);
  return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

/** The text of a word that the server sent, e.g. word('orderStage', 'issued'). */
export const word = (family, value) => (value ? t(`${family}.${value}`) : '');

const english = (code) => (Object.hasOwn(problems_en, code) ? [problems_en[code]].flat()[0] : undefined);

/** The sentence of an error of the server; English mostly comes with the problem itself. */
export function problem_sentence({code, title}) {
  const own = texts[language.get()][`problem.${code}`];
  return own ?? (language.get() === 'ja' ? problems_ja[code] : undefined) ?? title ?? english(code) ?? missing(`problem.${code}`);
}

// The longest that fits is meant.
const sentences = Object.entries(problems_en).flatMap(([code, own]) => [own].flat().map((title) => ({code, title})))
  .sort((one, other) => other.title.length - one.title.length);
const behind = (text, beginning) => text.slice(beginning.length).replace(/^: /, '');

/**
 * What an error text of the server says, taken apart: {step, code, title, output}. Such texts are "step: sentence:
 * output", "code: output" or "code: sentence: output", in English; a text of another kind is all output.
 */
function cause_of(text) {
  const [first] = text.split(': ', 1);
  if (`step.${first}` in en) return {...cause_of(behind(text, first)), step: first};
  if (english(first)) return {code: first, ...cause_of(behind(text, first))};
  const found = sentences.find(({title}) => text === title || text.startsWith(`${title}: `));
  return found ? {...found, output: behind(text, found.title)} : {output: text};
}

/** The causes that a text strings together: what failed, then what the rollback met. */
export const causes_of = (text) => text.split(/; (?:after )?rollback: /).map(cause_of);

/** Singular or plural: `key.one` and `key.other`. */
export function count(key, number) {
  const form = new Intl.PluralRules(language.get()).select(number) === 'one' ? 'one' : 'other';
  return t(`${key}.${form}`, {n: new Intl.NumberFormat(language.get()).format(number)});
}
