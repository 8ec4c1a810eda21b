// A search box with a list of options that opens while somebody types: the ARIA pattern “combobox with listbox popup”.
// Options are links, so that they can be opened in another tab as well.
'use strict';

{
  const { view } = window.duizhao;
  const { h } = view;

  const PAUSE = 120; // milliseconds without typing before something is looked up

  // A letter belongs to an input method while it composes; Safari tells of its last one by the old key code alone.
  const isComposing = (event) => event.isComposing || event.keyCode === 229;

  const option = (attributes, ...children) =>
    h('a', { class: 'dz-option', role: 'option', 'aria-selected': 'false', tabindex: '-1', ...attributes }, ...children);

  const group = (label, options) =>
    options.length === 0
      ? []
      : [h('div', { role: 'group', 'aria-label': label }, h('p', { class: 'dz-group-name', 'aria-hidden': 'true' }, label), options)];

  // What tells an option from others, whatever words its page is to show as found.
  const target = ({ pathname, search, hash }) => pathname + (hash || search);

  let boxes = 0;

  // Makes `input` a combobox; its panel goes to the end of `host`. `look(words, signal)` gives the panel's content, or
  // null for none. `choose(event, option)` hears of an option that is opened. Gives { close }.
  const combobox = (input, host, { label, look, choose = () => {} }) => {
    boxes += 1;
    const panel = h('div', { class: 'dz-panel', id: `dz-panel-${boxes}`, role: 'listbox', 'aria-label': label, hidden: true });
    host.append(panel);
    for (const [name, value] of Object.entries({
      role: 'combobox',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': panel.id,
      autocomplete: 'off',
      enterkeyhint: 'search',
    })) {
      input.setAttribute(name, value);
    }

    let running = new AbortController();
    let pause = 0;
    let active = -1;

    const options = () => Array.from(panel.querySelectorAll('[role=option]'));

    const activate = (place) => {
      active = place;
      options().forEach((each, i) => each.setAttribute('aria-selected', String(i === place)));
      const chosen = options()[place];
      if (chosen === undefined) {
        input.removeAttribute('aria-activedescendant');
      } else {
        input.setAttribute('aria-activedescendant', chosen.id);
        chosen.scrollIntoView({ block: 'nearest' });
      }
    };

    const close = () => {
      clearTimeout(pause);
      running.abort();
      panel.hidden = true;
      input.setAttribute('aria-expanded', 'false');
      activate(-1);
    };

    const open = (children) => {
      const chosen = active < 0 ? null : target(options()[active]); // keys may come before the list for the last letter
      panel.replaceChildren(...children);
      options().forEach((each, i) => (each.id = `${panel.id}-${i}`));
      panel.hidden = false;
      input.setAttribute('aria-expanded', String(options().length > 0));
      activate(options().findIndex((each) => target(each) === chosen));
    };

    const refresh = async () => {
      running.abort();
      running = new AbortController();
      const { signal } = running;
      let children = null;
      try {
        if (input.value.trim() !== '') children = await look(input.value, signal);
      } catch (error) {
        children = [h('p', { class: 'dz-note', role: 'status' }, error.message)];
      }
      if (signal.aborted) return;
      if (children === null || children.length === 0) close();
      else open(children);
    };

    const wait = () => {
      clearTimeout(pause);
      pause = setTimeout(refresh, PAUSE);
    };

    input.addEventListener('input', (event) => {
      activate(-1);
      if (!event.isComposing) wait();
    });
    input.addEventListener('compositionend', wait);
    input.addEventListener('keydown', (event) => {
      if (isComposing(event)) return;
      if (panel.hidden) {
        if (event.key === 'Escape') clearTimeout(pause);
        return;
      }
      const last = options().length - 1;
      if (event.key === 'Escape') {
        close();
      } else if (event.key === 'ArrowDown') {
        activate(active < last ? active + 1 : -1);
      } else if (event.key === 'ArrowUp') {
        activate(active >= 0 ? active - 1 : last);
      } else if (event.key === 'Enter' && active >= 0) {
        options()[active].click();
      } else {
        if (event.key === 'Tab') close();
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    });
    host.addEventListener('focusout', (event) => {
      if (!host.contains(event.relatedTarget)) close();
    });
    panel.addEventListener('pointerdown', (event) => event.preventDefault()); // keeps the focus in the box
    panel.addEventListener('click', (event) => {
      const chosen = event.target.closest('a');
      if (chosen === null) return;
      choose(event, chosen);
      close();
    });
    return { close, wait };
  };

  // What phrases and sentences begin as `words` do, as groups of options. `searchFor(words)` gives a search's address.
  const suggestions = async (words, searchFor, { limit, signal }) => {
    const found = await window.duizhao.suggest(words, { limit, signal });
    const options = (kind) =>
      found
        .filter((each) => each.kind === kind)
        .map(({ text, words: sought, uses, url }) =>
          option(
            { href: url ?? searchFor(sought), 'data-suggestion': kind, 'data-words': sought ?? null },
            h('span', { class: 'dz-suggested' }, text),
            uses === null ? [] : h('span', { class: 'dz-tally' }, `${view.number(uses)} 段`),
          ),
        );
    return [...group('提法', options('phrase')), ...group('句子', options('lead'))];
  };

  window.duizhao.combobox = Object.assign(combobox, { group, isComposing, option, suggestions });
}
