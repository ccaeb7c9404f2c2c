import {t} from '../lib/i18n.js';
import {html, useEffect, useState} from '../lib/ui.js';
import {Icon} from './icon.js';

/** Pages of a cursor: {cursor, Pager}. Starts again whenever `filter` changes. */
export function usePager(filter) {
  const [cursors, setCursors] = useState(['']);
  useEffect(() => setCursors(['']), [filter]);
  const back = () => setCursors(cursors.slice(0, -1));
  const on = (next) => setCursors([...cursors, next]);
  return {cursor: cursors.at(-1), page: cursors.length, back, on};
}

export function Pager({pager, next}) {
  if (pager.page === 1 && !next) return null;
  return html`<nav class="pager" aria-label=${t('pager.label')}>
    <button type="button" class="small outline secondary" disabled=${pager.page === 1} onClick=${pager.back}>
      <${Icon} name="left" />${t('pager.back')}</button>
    <span>${t('pager.page', {n: pager.page})}</span>
    <button type="button" class="small outline secondary" disabled=${!next} onClick=${() => pager.on(next)}>
      ${t('pager.next')}<${Icon} name="right" /></button>
  </nav>`;
}
