import {t} from '../lib/i18n.js';
import {html} from '../lib/ui.js';
import {When} from './when.js';

const percent = (part, whole) => Math.min(100, Math.max(0, (100 * part) / whole));

/** How much of a certificate's life has passed, with the moment of its renewal on the way. */
export function Validity({from, to, renewal, level, now = Date.now()}) {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const passed = percent(now - begin, end - begin);
  const mark = renewal && percent(Date.parse(renewal) - begin, end - begin);
  return html`<div class="validity level-${level}">
    <div class="bar" role="meter" aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(passed)}
        aria-label=${t('validity.passed')}>
      <div class="passed" style=${{width: `${passed}%`}}></div>
      ${mark && html`<div class="mark" style=${{left: `${mark}%`}} title=${t('validity.renewal')}></div>`}
    </div>
    <div class="ends"><${When} at=${from} form="date" /><span><${When} at=${to} form="relative" /></span>
      <${When} at=${to} form="date" /></div>
  </div>`;
}
