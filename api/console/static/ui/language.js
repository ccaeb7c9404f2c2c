import {language, languages, t} from '../lib/i18n.js';
import {useObservable} from '../lib/observable.js';
import {html} from '../lib/ui.js';

const own_names = {ja: '日本語', en: 'English'};

export function LanguageSwitch() {
  const chosen = useObservable(language);
  return html`<div class="languages" role="group" aria-label=${t('language.label')}>
    ${languages.map((tag) => html`<button key=${tag} type="button" class="quiet" lang=${tag}
      aria-pressed=${tag === chosen} onClick=${() => language.set(tag)}>${own_names[tag]}</button>`)}
  </div>`;
}
