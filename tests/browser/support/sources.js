// The console's own files as text.
import {readFileSync, readdirSync} from 'node:fs';
import {join, relative} from 'node:path';

export const root = new URL('../../../', import.meta.url).pathname;
export const folder = join(root, 'api/console/static');

/** Names of all files below `top`, relative to it. */
export const files_below = (top) => readdirSync(top, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile())
  .map((entry) => relative(top, join(entry.parentPath ?? entry.path, entry.name))).sort();

export const read = (name, top = folder) => readFileSync(join(top, name), 'utf8');

/** The words for people. */
export const words_of = (language) => JSON.parse(read(`words/${language}.json`));

/** [name, text] of every script that is not a table of texts. */
export const scripts = () => files_below(folder).filter((name) => name.endsWith('.js') && !name.startsWith('i18n/')).map((name) => [name, read(name)]);
