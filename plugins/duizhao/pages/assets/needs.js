/* Loads what a page has a use for beside search, told by what it shows: most pages of a site need none of it. */
(() => {
  'use strict';

  const PASSAGE = '.dz-passage';
  const PARALLELS = 'a.dz-parallels';
  // [file, what a page that needs it shows, what its address asks for]
  const NEEDS = [
    ['highlight.js', PASSAGE, 'q'],
    ['passage.js', PASSAGE],
    ['phrases.js', '.dz-facts, .dz-uses, .dz-orders'],
    ['parallels.css', PARALLELS],
    ['parallels.js', PARALLELS],
  ];

  const { src } = document.currentScript;

  function load(name) {
    const address = new URL(name, src).href;
    const isStyle = name.endsWith('.css');
    const element = document.createElement(isStyle ? 'link' : 'script');
    Object.assign(element, isStyle ? { rel: 'stylesheet', href: address } : { src: address, async: false });
    document.head.append(element);
  }

  function start() {
    const asked = new URLSearchParams(location.search);
    for (const [name, shown, key] of NEEDS) {
      if (document.querySelector(shown) && (key === undefined || asked.has(key))) load(name);
    }
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
