import {t, word} from '../../lib/i18n.js';
import {useResource} from '../../lib/resource.js';
import {href} from '../../lib/router.js';
import {html} from '../../lib/ui.js';
import {Section} from '../../ui/page.js';
import {Facts} from '../../ui/table.js';
import {When} from '../../ui/when.js';

function renewal_text({rule, percentOfLife, daysBefore}) {
  if (rule === 'fraction-of-life') return t('service.renews_percent', {n: percentOfLife});
  if (rule === 'days-before-expiry') return t('service.renews_days', {n: daysBefore});
  return word('renewalRule', rule);
}

const subject_text = (subject) => Object.entries(subject).filter(([, value]) => value)
  .map(([name, value]) => `${t(`subject.${name}`)}: ${value}`).join(' · ');

export function SettingsFacts({service, admin}) {
  const {settings} = service;
  const account = useResource(settings.caAccount && `/ca-accounts/${settings.caAccount}`).data;
  const actions = admin && html`<a role="button" class="small outline" href=${href(`/services/${service.id}/edit`)}>${t('action.edit')}</a>`;
  return html`<${Section} title=${t('service.settings')} actions=${actions}>
    <${Facts} entries=${[
      [t('service.commonName'), settings.commonName],
      [t('service.sans'), settings.sans.join(', ')],
      [t('service.caAccount'), account?.settings.name ?? t('service.no_ca')],
      [t('service.renewal'), renewal_text(settings.renewal)],
      [t('service.next_renewal'), service.renewalDue && html`<${When} at=${service.renewalDue} />`],
      [t('service.apply_automatically'), t(settings.renewal.applyAutomatically ? 'state.does' : 'state.does_not')],
      [t('service.algorithm'), word('keyAlgorithm', settings.key.algorithm)],
      [t('service.new_key'), t(settings.key.newKeyEachOrder ? 'state.does' : 'state.does_not')],
      [t('service.subject'), subject_text(settings.subject)],
      [t('service.slots'), settings.slots],
      [t('service.separate_chain'), t(settings.separateChain ? 'state.does' : 'state.does_not')],
    ]} />
  <//>`;
}
