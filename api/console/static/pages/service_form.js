import {t} from '../lib/i18n.js';
import {useOnce} from '../lib/resource.js';
import {go} from '../lib/router.js';
import {session} from '../lib/session.js';
import {html} from '../lib/ui.js';
import {DescribedForm} from '../ui/described_form.js';
import {Loaded, Page} from '../ui/page.js';
import {first_group} from './groups/usual.js';
import {services_crumb} from './shared/crumbs.js';

const open = ({id}) => go(`/services/${id}`);

/** What a new service's group is at first: the usual one, for who is in it, else one's only one. */
function usual_group() {
  const {groups} = session.get();
  if (groups.some(({id}) => id === first_group)) return first_group;
  return groups.length === 1 ? groups[0].id : '';
}

export const NewService = () => html`<${Page} title=${t('services.new')} crumbs=${[services_crumb()]}>
  <${DescribedForm} settings="service" path="/services" given=${{group: usual_group()}} submit_text=${t('services.create')}
    onSaved=${open} onCancel=${() => go('/services')} /><//>`;

export function EditService({service}) {
  const stored = useOnce(`/services/${service}`);
  const crumbs = [services_crumb(), [`/services/${service}`, stored.data?.settings.name ?? '…']];
  return html`<${Page} title=${t('service.edit')} crumbs=${crumbs}>
    <${Loaded} resource=${stored}>${({settings}) => html`<${DescribedForm} settings="service" path=${`/services/${service}`}
      stored=${{settings, etag: stored.etag}} submit_text=${t('action.save')} onSaved=${open} onCancel=${() => open({id: service})} />`}<//>
  <//>`;
}
