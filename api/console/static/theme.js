// Runs before the first paint: the colour scheme chosen by hand, else the system's.
(() => {
  const chosen = localStorage.getItem('kigen.theme');
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = chosen ?? (dark ? 'dark' : 'light');
})();
