import {t} from '../../lib/i18n.js';
import {href} from '../../lib/router.js';
import {html} from '../../lib/ui.js';
import {DescribedFacts} from '../../ui/described_facts.js';
import {Section} from '../../ui/page.js';
import {Facts} from '../../ui/table.js';
import {When} from '../../ui/when.js';

export function SettingsFacts({service, admin}) {
  const actions = admin && html`<a role="button" class="small outline" href=${href(`/services/${service.id}/edit`)}>${t('action.edit')}</a>`;
  return html`<${Section} title=${t('service.settings')} actions=${actions}>
    <${Facts} entries=${[[t('service.next_renewal'), service.renewalDue && html`<${When} at=${service.renewalDue} />`]]} />
    <${DescribedFacts} settings="service" values=${service.settings} without=${['name']} />
  <//>`;
}
