import {useCatalogue} from '../lib/catalogue.js';
import {t} from '../lib/i18n.js';

/** How a main place is called: by the words for people if kept things are there, else by the console's own texts. */
export function PlaceTitle({place: {thing, name}}) {
  const {data} = useCatalogue();
  return thing ? data?.words.things[thing].many : t(`nav.${name}`);
}
