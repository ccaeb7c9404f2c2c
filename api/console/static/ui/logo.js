import {html} from '../lib/ui.js';

// The page's icon link already knows where the file lies.
const logo = document.querySelector('link[rel=icon]').href;

export const Logo = ({size = 28}) => html`<img class="logo" src=${logo} width=${size} height=${size} alt="" />`;
