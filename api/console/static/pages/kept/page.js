import {useDescription} from '../../lib/catalogue.js';
import {command, etag_of, settled} from '../../lib/http.js';
import {t} from '../../lib/i18n.js';
import {useResource} from '../../lib/resource.js';
import {go, href} from '../../lib/router.js';
import {is_admin} from '../../lib/session.js';
import {html} from '../../lib/ui.js';
import {DescribedFacts} from '../../ui/described_facts.js';
import {confirm} from '../../ui/dialog.js';
import {Loaded, Page, Section} from '../../ui/page.js';
import {extras_of} from './extras.js';
import {streams_of} from './thing.js';

const ask_delete = ({path}, {id, version, settings}) => confirm({
  title: t('kept.delete_title', {name: settings.name}), text: t('kept.delete_text'), action: t('action.delete'),
  run: async () => {
    await settled((await command('DELETE', `${path}/${id}`, {etag: etag_of(version)})).position);
    go(path);
  },
});

function One({thing, description, id}) {
  const resource = useResource(`${thing.path}/${id}`, {follow: streams_of(thing)});
  const {data} = resource;
  const {Badge, Above, Below} = extras_of(thing.word);
  const actions = data && is_admin() && html`
    <a role="button" class="outline" href=${href(`${thing.path}/${id}/edit`)}>${t('action.edit')}</a>
    <button type="button" class="outline danger" onClick=${() => ask_delete(thing, data)}>${t('action.delete')}</button>`;
  return html`<${Page} title=${data?.settings.name ?? '…'} crumbs=${[[thing.path, description.thing.many]]} actions=${actions}
      badge=${data && Badge && html`<${Badge} one=${data} />`}>
    <${Loaded} resource=${resource}>${(one) => html`
      ${Above && html`<${Above} one=${one} />`}
      ${description.fields.length > 1 && html`<${Section} title=${t('service.settings')}>
        <${DescribedFacts} settings=${thing.word} values=${one.settings} without=${['name']} /><//>`}
      ${Below && html`<${Below} one=${one} />`}`}<//>
  <//>`;
}

/** One kept thing, live: its settings, and what its kind has besides. */
export function KeptPage({thing, id}) {
  const described = useDescription(thing.word);
  return html`<${Loaded} resource=${described}>${(description) => html`<${One} thing=${thing} description=${description} id=${id} />`}<//>`;
}
