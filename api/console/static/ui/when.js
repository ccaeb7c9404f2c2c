import {brief_instant, local_date, local_instant, relative, utc_instant} from '../lib/format.js';
import {html, useEffect, useState} from '../lib/ui.js';

const minute_ms = 60_000;

/** An instant in local time, with UTC as tooltip. `form`: full, brief, date or relative. Nothing for null. */
export function When({at, form = 'full'}) {
  const [now, setNow] = useState(new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), minute_ms);
    return () => clearInterval(timer);
  }, []);
  if (!at) return null;
  const date = new Date(at);
  return html`<time datetime=${date.toISOString()} title=${title_of(date, form)}>${texts[form](date, now)}</time>`;
}

const texts = {full: local_instant, brief: brief_instant, date: local_date, relative};

const title_of = (date, form) =>
  form === 'full' ? utc_instant(date) : `${local_instant(date)} (${utc_instant(date)})`;
