import {t} from '../lib/i18n.js';
import {useOnce, useResource} from '../lib/resource.js';
import {go} from '../lib/router.js';
import {html} from '../lib/ui.js';
import {DescribedForm} from '../ui/described_form.js';
import {Loaded, Page} from '../ui/page.js';
import {service_crumb, services_crumb} from './shared/crumbs.js';

/** What is looked at from outside if nobody says otherwise. */
const begin_with = ({settings}) => ({check: {method: 'url', fqdn: settings.commonName}});

export function NewNode({service}) {
  const about = useResource(`/services/${service}`);
  const back = () => go(`/services/${service}`);
  return html`<${Page} title=${t('node.new')} crumbs=${[services_crumb(), service_crumb(service, about.data?.settings.name ?? '…')]}>
    <${Loaded} resource=${about}>${(data) => html`<${DescribedForm} settings="node" path=${`/services/${service}/nodes`} given=${begin_with(data)}
      submit_text=${t('node.create')} onSaved=${back} onCancel=${back} />`}<//><//>`;
}

export function EditNode({node}) {
  const stored = useOnce(`/nodes/${node}`);
  const {data, etag} = stored;
  const back = () => go(`/nodes/${node}`);
  const crumbs = [services_crumb(), ...(data ? [service_crumb(data.service, data.serviceName), [`/nodes/${node}`, data.settings.name]] : [])];
  return html`<${Page} title=${t('node.edit')} crumbs=${crumbs}><${Loaded} resource=${stored}>${({settings}) => html`
    <${DescribedForm} settings="node" path=${`/nodes/${node}`} stored=${{settings, etag}} submit_text=${t('action.save')}
      onSaved=${back} onCancel=${back} />`}<//><//>`;
}
