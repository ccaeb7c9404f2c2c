import {useDescription} from '../../lib/catalogue.js';
import {t} from '../../lib/i18n.js';
import {useOnce} from '../../lib/resource.js';
import {go} from '../../lib/router.js';
import {html} from '../../lib/ui.js';
import {DescribedForm} from '../../ui/described_form.js';
import {Loaded, Page} from '../../ui/page.js';
import {extras_of} from './extras.js';

/** A new thing of the kind, by the description of its settings. */
export function NewKept({thing: {word, path}}) {
  const described = useDescription(word);
  return html`<${Loaded} resource=${described}>${({thing}) => html`<${Page} title=${thing.new} crumbs=${[[path, thing.many]]}>
    <${DescribedForm} settings=${word} path=${path} submit_text=${t('kept.create')} places=${extras_of(word).places}
      onSaved=${({id}) => go(`${path}/${id}`)} onCancel=${() => go(path)} /><//>`}<//>`;
}

export function EditKept({thing: {word, path}, id}) {
  const described = useDescription(word);
  const page = `${path}/${id}`;
  const stored = useOnce(page);
  const back = () => go(page);
  return html`<${Loaded} resource=${described}>${({thing}) => html`
    <${Page} title=${t('kept.edit', {one: thing.one})} crumbs=${[[path, thing.many], [page, stored.data?.settings.name ?? '…']]}>
      <${Loaded} resource=${stored}>${({settings}) => html`<${DescribedForm} settings=${word} path=${page} stored=${{settings, etag: stored.etag}}
        submit_text=${t('action.save')} places=${extras_of(word).places} onSaved=${back} onCancel=${back} />`}<//>
    <//>`}<//>`;
}
