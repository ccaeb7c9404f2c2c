import {t} from '../lib/i18n.js';
import {href} from '../lib/router.js';
import {html, useEffect, useRef} from '../lib/ui.js';
import {ProblemNote} from './problem.js';

/** Frame of every page. `crumbs`: [[path, text], …] above the title; `actions`: buttons beside it. */
export function Page({title, crumbs = [], actions, badge, children}) {
  const heading = useRef(null);
  useEffect(() => { document.title = `${title} – Kigen`; }, [title]);
  useEffect(() => { heading.current.focus({preventScroll: true}); scrollTo(0, 0); }, []);
  return html`<header class="page-head">
      ${crumbs.length > 0 && html`<nav class="crumbs" aria-label=${t('nav.crumbs')}>
        ${crumbs.map(([path, text]) => html`<a key=${path} href=${href(path)}>${text}</a>`)}</nav>`}
      <div class="page-title"><h1 ref=${heading} tabindex="-1">${title}</h1>${badge}</div>
      ${actions && html`<div class="buttons">${actions}</div>`}
    </header>
    ${children}`;
}

/** Shows `children(data)` once a resource is there; its problem above old data, or alone. */
export function Loaded({resource, children}) {
  const {data, problem, loading} = resource;
  if (!data && loading) return html`<p class="loading" aria-busy="true">${t('state.loading')}</p>`;
  return html`<${ProblemNote} problem=${problem}>
      <button type="button" class="small" onClick=${resource.reload}>${t('action.retry')}</button><//>
    ${data && children(data)}`;
}

/** A part of a page, mostly titled. */
export function Section({title, actions, children, id}) {
  return html`<section class="card" id=${id} aria-label=${title}>
    ${(title || actions) && html`<header><h2>${title}</h2>${actions && html`<div class="buttons">${actions}</div>`}</header>`}
    ${children}
  </section>`;
}

export const Empty = ({children}) => html`<p class="empty">${children}</p>`;
