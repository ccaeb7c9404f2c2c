import {html} from '../lib/ui.js';

// Drawn on a 16 × 16 grid with one stroke width.
const paths = {
  ok: 'M3 8.5l3.2 3L13 4.5',
  warning: 'M8 2.2L15 14H1zM8 6.5v3.5M8 12v.3',
  error: 'M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2zM5.5 5.5l5 5M10.5 5.5l-5 5',
  info: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM8 7.2v4M8 4.6v.3',
  clock: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM8 4.5V8l2.5 1.8',
  running: 'M8 1.5a6.5 6.5 0 1 1-6.5 6.5',
  undo: 'M5.5 3L2.5 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H6',
  none: 'M4 8h8',
  plus: 'M8 3v10M3 8h10',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9zM10.5 10.5L14 14',
  menu: 'M2 4h12M2 8h12M2 12h12',
  close: 'M4 4l8 8M12 4l-8 8',
  left: 'M10 3L5 8l5 5',
  right: 'M6 3l5 5l-5 5',
  download: 'M8 2v8M4.8 7L8 10.2L11.2 7M2.5 13.5h11',
  sun: 'M8 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9L13 13M3 13l1.1-1.1M11.9 4.1L13 3',
  moon: 'M13.5 9.8A6 6 0 1 1 6.2 2.5a4.8 4.8 0 0 0 7.3 7.3z',
  dashboard: 'M2 2h5v6H2zM9 2h5v3.5H9zM9 8h5v6H9zM2 10.5h5V14H2z',
  certificate: 'M2 3h12v8H9.5M2 3v8h3M7.3 8.2a1.9 1.9 0 1 0 0 3.8a1.9 1.9 0 1 0 0-3.8zM6.2 11.8V15l1.1-.8l1.1.8v-3.2M4.5 5.8h7',
  order: 'M3 1.5h7L13 4.5V14.5H3zM5.5 7h5M5.5 10h5',
  apply: 'M8 2v7M5 6.2L8 9.2l3-3M2 10v4h12v-4',
  jobs: 'M2 3h3v3H2zM7.5 4.5H14M2 10h3v3H2zM7.5 11.5H14',
  log: 'M2 3h12M2 6.3h9M2 9.7h12M2 13h7',
  host: 'M2 2.5h12v4.5H2zM2 9h12v4.5H2zM4.5 4.8v.1M4.5 11.3v.1',
  key: 'M10.5 2a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7zM8 8l-6 6M3.5 12.5L5 14M6 10l1.4 1.4',
  building: 'M3 14V2h7v12M10 6h3v8M1.5 14h13M5.3 5h2.2M5.3 8h2.2M5.3 11h2.2',
  organization: 'M2 6L8 2l6 4zM3.5 6v6M6.5 6v6M9.5 6v6M12.5 6v6M2 14h12M2.5 12h11',
  site: 'M8 1.5a4.5 4.5 0 0 1 4.5 4.5C12.5 9.5 8 14.5 8 14.5S3.5 9.5 3.5 6A4.5 4.5 0 0 1 8 1.5zM8 4.5a1.6 1.6 0 1 0 0 3.2a1.6 1.6 0 1 0 0-3.2z',
  kept: 'M2 3h12v10H2zM4.5 6.3h3M4.5 9.7h7',
  group: 'M5 2.5a2 2 0 1 0 0 4a2 2 0 1 0 0-4zM11 2.5a2 2 0 1 0 0 4a2 2 0 1 0 0-4zM1 12.5c0-4 8-4 8 0M8.5 9c2-1.8 6.5-1.2 6.5 3.5M2 15h12',
  users: 'M6 2.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5zM1.5 13.5c0-5 9-5 9 0M10.5 3a2.3 2.3 0 0 1 0 4.4M12 9.8c1.5.5 2.5 1.7 2.5 3.7',
  settings: 'M2 4h7M12 4h2M9 2.5v3M2 8h2M7 8h7M5 6.5v3M2 12h6M11 12h3M8.5 10.5v3',
  state: 'M1.5 8h3l2-5l3 10l2-5h3',
  out: 'M6 2.5H2.5v11H6M6 8h8M11 5l3 3l-3 3',
};

/** A drawing beside words; with `label`, it stands for them. */
export function Icon({name, label, spin = false}) {
  return html`<svg class="icon ${spin ? 'spin' : ''}" viewBox="0 0 16 16" role=${label ? 'img' : undefined}
      aria-label=${label} aria-hidden=${label ? undefined : 'true'}><path d=${paths[name]} /></svg>`;
}
