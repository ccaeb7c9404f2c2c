import {t} from '../lib/i18n.js';
import {html, useState} from '../lib/ui.js';
import {Filters, SearchBox} from './filters.js';
import {Pager, usePager} from './pager.js';
import {Table} from './table.js';

const page_size = 50;

/** A table of rows that are all here. Where they are many, they are turned in pages, and found by what `text_of` says of each. */
export function LongTable({rows, text_of, empty, ...more}) {
  const [wanted, setWanted] = useState('');
  const pager = usePager(wanted);
  const found = rows.filter((row) => text_of(row).toLowerCase().includes(wanted.toLowerCase()));
  const last = Math.max(0, Math.ceil(found.length / page_size) - 1) * page_size;
  const from = Math.min(Number(pager.cursor), last);   // there may be fewer by now
  return html`${(wanted || rows.length > page_size) && html`<${Filters}><${SearchBox} value=${wanted} placeholder=${t('kept.search')} onChange=${setWanted} /><//>`}
    <${Table} ...${more} rows=${found.slice(from, from + page_size)} empty=${wanted ? t('pick.nothing') : empty} />
    <${Pager} pager=${pager} next=${from < last ? String(from + page_size) : null} />`;
}
