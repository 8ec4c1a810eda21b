// Keys outside of boxes: `/` to the search box; on the search page j and k or arrows from result to result, c to copy.
// The theme's own keys (n and p turn pages) do not fire inside the search.
'use strict';

{
  const { combobox } = window.duizhao;

  const TYPING = 'textarea, select, [contenteditable], input:not([type=checkbox])';
  const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

  const move = (links, from, step) => {
    const at = links.indexOf(from);
    const to = at < 0 ? Math.max(step - 1, 0) : Math.min(Math.max(at + step, 0), links.length - 1);
    links[to].focus();
    links[to].scrollIntoView({ block: 'nearest' });
  };

  // Whether the key has been used.
  const act = (event, page) => {
    const { key, target } = event;
    if (key === '/') {
      const box = document.querySelector('.dz-input') ?? document.querySelector('.duizhao-search input');
      box?.focus();
      box?.select();
      return box !== null;
    }
    const links = Array.from(page?.querySelectorAll('.dz-open') ?? []);
    if (links.length === 0) return false;
    const item = target.closest('.dz-result');
    const isArrow = key.startsWith('Arrow');
    if (Object.hasOwn(STEPS, key) && (item !== null || !isArrow)) {
      move(links, item?.querySelector('.dz-open'), STEPS[key]);
      return true;
    }
    if (key === 'c' && item !== null) {
      item.querySelector('.dz-copy').click();
      return true;
    }
    return false;
  };

  document.addEventListener('keydown', (event) => {
    const { target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || combobox.isComposing(event)) return;
    if (!(target instanceof Element) || target.closest(TYPING) !== null) return;
    const page = document.getElementById('duizhao-search-page');
    const used = act(event, page);
    if (used) event.preventDefault();
    // The theme listens on the window.
    if (used || (event.key.length === 1 && page?.contains(target))) event.stopPropagation();
  });
}
