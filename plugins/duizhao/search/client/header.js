// The search box in every page's header: results while typing, keys to walk through them, and the way to the search page.
'use strict';

{
  const { root, search, view } = window.duizhao;
  const { h } = view;

  const SHOWN = 8;
  const PAUSE = 120; // milliseconds without typing before a search starts

  const searchPage = new URL('search/index.html', root);

  const option = (id, result) =>
    h(
      'a',
      { class: 'dz-option', id, role: 'option', 'aria-selected': 'false', tabindex: '-1', href: result.url },
      h('span', { class: 'dz-keyword dz-keyword--long' }, view.keyword(result)),
      view.breadcrumb(result.title, result.part, result.trail),
    );

  const enhance = (form, index) => {
    const input = form.querySelector('input[type=search]');
    const panel = h('div', { class: 'dz-panel', id: `dz-panel-${index}`, role: 'listbox', 'aria-label': '检索结果' });
    panel.hidden = true;
    form.append(panel);
    form.action = searchPage.href;
    for (const [name, value] of Object.entries({
      role: 'combobox',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': panel.id,
      'aria-label': '检索原文',
      autocomplete: 'off',
      enterkeyhint: 'search',
    })) {
      input.setAttribute(name, value);
    }
    if (input.placeholder === '') input.placeholder = '检索原文';

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

    const show = (...children) => {
      panel.replaceChildren(...children);
      panel.hidden = false;
      input.setAttribute('aria-expanded', 'true');
      activate(-1);
    };

    const close = () => {
      clearTimeout(pause);
      running.abort();
      panel.hidden = true;
      input.setAttribute('aria-expanded', 'false');
      activate(-1);
    };

    const note = (text) => h('p', { class: 'dz-note', role: 'status' }, text);

    const look = async () => {
      running.abort();
      running = new AbortController();
      const { signal } = running;
      const query = input.value;
      if (query.trim() === '') {
        close();
        return;
      }
      try {
        const answer = await search(query, { limit: SHOWN, quick: true, signal });
        if (signal.aborted) return;
        if (answer.results.length === 0) {
          show(note('没有一段含有这些字'));
          return;
        }
        const all = new URL(searchPage);
        all.searchParams.set('q', query);
        const { total, exact } = answer;
        const words = `查看全部 ${exact ? '' : '至多 '}${view.number(total)} 段`;
        const id = `${panel.id}-all`;
        show(
          ...answer.results.map((result, i) => option(`${panel.id}-${i}`, result)),
          h('a', { class: 'dz-option dz-all', id, role: 'option', 'aria-selected': 'false', href: all.href }, words),
        );
      } catch (error) {
        if (!signal.aborted) show(note(error.message));
      }
    };

    const wait = () => {
      clearTimeout(pause);
      pause = setTimeout(look, PAUSE);
    };

    input.addEventListener('input', (event) => {
      if (!event.isComposing) wait();
    });
    input.addEventListener('compositionend', wait);
    input.addEventListener('focus', () => {
      if (input.value.trim() !== '' && panel.hidden) wait();
    });
    input.addEventListener('keydown', (event) => {
      if (event.isComposing || panel.hidden) return;
      const last = options().length - 1;
      if (event.key === 'Escape') {
        close();
      } else if (event.key === 'ArrowDown') {
        activate(active < last ? active + 1 : -1);
      } else if (event.key === 'ArrowUp') {
        activate(active >= 0 ? active - 1 : last);
      } else if (event.key === 'Enter' && active >= 0) {
        options()[active].click();
        close();
      } else {
        return;
      }
      event.preventDefault();
    });
    form.addEventListener('submit', (event) => {
      if (input.value.trim() === '') event.preventDefault();
    });
    form.addEventListener('focusout', (event) => {
      if (!form.contains(event.relatedTarget)) close();
    });
    panel.addEventListener('pointerdown', (event) => event.preventDefault()); // keeps the focus in the box
    panel.addEventListener('click', (event) => {
      if (event.target.closest('a') !== null) close();
    });
  };

  view.onPage(() => {
    document.querySelectorAll('form.duizhao-search:not([data-ready])').forEach((form, index) => {
      form.dataset.ready = '';
      enhance(form, index);
    });
  });
}
