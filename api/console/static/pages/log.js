import {fetch_blob} from '../lib/http.js';
import {file_name, save_as} from '../lib/download.js';
import {language, t} from '../lib/i18n.js';
import {iso_instant} from '../lib/format.js';
import {useObservable} from '../lib/observable.js';
import {useResource} from '../lib/resource.js';
import {place, set_query} from '../lib/router.js';
import {html} from '../lib/ui.js';
import {Choice, Filters, SearchBox} from '../ui/filters.js';
import {LogLines} from '../ui/log_table.js';
import {Menu} from '../ui/menu.js';
import {Empty, Loaded, Page} from '../ui/page.js';
import {Pager, usePager} from '../ui/pager.js';
import {attempt} from '../ui/toast.js';
import {service_crumb, services_crumb} from './shared/crumbs.js';

const formats = {text: 'log', csv: 'csv', jsonl: 'jsonl'};
const lines_a_page = 200;

const download = (path, filter, format) => attempt(async () => {
  const blob = await fetch_blob('GET', path, {query: {...filter, format}});
  save_as(blob, file_name(`kigen-${iso_instant(new Date())}.${formats[format]}`));
});

function FollowSwitch({on}) {
  return html`<label class="follow"><input type="checkbox" role="switch" checked=${on}
    onChange=${(event) => set_query({follow: event.target.checked ? '' : 'no'})} />${t('log.follow')}</label>`;
}

/** The overall log (R37), or that of `service` (R38), newest first. */
export function Log({service}) {
  const {query} = useObservable(place);
  const filter = {lang: language.get(), severity: query.get('severity') ?? '', q: query.get('q') ?? ''};
  const following = query.get('follow') !== 'no';
  const pager = usePager(JSON.stringify(filter));
  const path = service ? `/services/${service}/log` : '/log';
  const about = useResource(service && `/services/${service}`).data;
  // Only the first page grows at its head; older pages would move under the reader's eyes.
  const resource = useResource(path, {
    query: {...filter, limit: lines_a_page, cursor: pager.cursor}, follow: following && pager.page === 1 ? [''] : [],
  });
  const crumbs = service ? [services_crumb(), service_crumb(service, about?.settings.name ?? '…')] : [];
  const entries = Object.keys(formats).map((format) => [t(`log.as_${format}`), () => download(path, filter, format)]);
  return html`<${Page} title=${t('nav.log')} crumbs=${crumbs} actions=${html`<${Menu} label=${t('action.download')} entries=${entries} />`}>
    <${Filters}>
      <${SearchBox} value=${filter.q} placeholder=${t('log.search')} onChange=${(q) => set_query({q})} />
      <${Choice} label=${t('log.at_least')} value=${filter.severity} family="logLevel" values=${['warning', 'error']}
        onChange=${(severity) => set_query({severity})} />
      <${FollowSwitch} on=${following} />
    <//>
    <${Loaded} resource=${resource}>${({items, next}) => html`
      ${items.length === 0 ? html`<${Empty}>${t(filter.q || filter.severity ? 'log.none_found' : 'log.none')}<//>`
        : html`<${LogLines} lines=${items} />`}
      <${Pager} pager=${pager} next=${next} />`}<//>
  <//>`;
}
