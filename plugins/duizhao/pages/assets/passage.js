/* A copy button for every passage of a document page. */
(() => {
  'use strict';

  const SAID_FOR = 1600; // milliseconds that “已复制” stays

  /** A passage's own text: chips and buttons carry none, readings are drawn by the style sheet. */
  function textOf(passage) {
    return passage.textContent.trim();
  }

  /** Copies text; file:// pages and old browsers have no clipboard interface, so a selection serves them. */
  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return;
    }
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'dz-offscreen';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (!done) throw new Error('copy refused');
  }

  function button(passage) {
    const element = document.createElement('button');
    element.type = 'button';
    element.className = 'dz-copy';
    element.title = '复制此段';
    element.setAttribute('aria-label', '复制此段');
    element.addEventListener('click', async () => {
      const said = await copy(textOf(passage)).then(() => '已复制', () => '复制不了，请手动选取');
      element.dataset.said = said;
      element.setAttribute('aria-label', said);
      setTimeout(() => {
        delete element.dataset.said;
        element.setAttribute('aria-label', '复制此段');
      }, SAID_FOR);
    });
    return element;
  }

  function start() {
    for (const passage of document.querySelectorAll('.dz-passage')) passage.append(button(passage));
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
