import {useDescription} from '../lib/catalogue.js';
import {html} from '../lib/ui.js';
import {Loaded} from './page.js';

/** Shows `children(description)` once the description of the settings called `of` is there. */
export const Described = ({of, children}) => html`<${Loaded} resource=${useDescription(of)}>${children}<//>`;
