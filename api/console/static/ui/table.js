import {html} from '../lib/ui.js';
import {Empty} from './page.js';

/**
 * A table whose rows become cards where there is little room.
 * `columns`: [{key, title, cell(row), kind}] with kind 'number', 'actions' or 'main'; `level(row)` is the colour of its edge.
 */
export function Table({columns, rows, row_key = (row) => row.id, level, caption, empty}) {
  if (rows.length === 0) return html`<${Empty}>${empty}<//>`;
  return html`<div class="table-box"><table class="rows">
    <caption class="only-read">${caption}</caption>
    <thead><tr>${columns.map(({key, title, kind, head}) =>
      html`<th key=${key} scope="col" class=${kind}>${head ?? title}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr key=${row_key(row)} class="level-${level?.(row) ?? 'ok'}">
      ${columns.map((column) => html`<td key=${column.key} class=${column.kind} data-label=${column.title}>
        <div>${column.cell(row)}</div></td>`)}</tr>`)}</tbody>
  </table></div>`;
}

/** Names and values. `entries`: [[name, value], …]; entries without a value are left out. `stacked`: one below
 * the other, to be compared. */
export function Facts({entries, stacked = false}) {
  const filled = entries.filter(([, value]) => value !== null && value !== undefined && value !== false && value !== '');
  return html`<dl class="facts ${stacked ? 'stacked' : ''}">
    ${filled.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
