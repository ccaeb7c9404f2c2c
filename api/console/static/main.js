import {html, render} from './vendor/htm-preact.js';
render(html`<main class='container'><h1>Kigen</h1></main>`, document.getElementById('app'));
