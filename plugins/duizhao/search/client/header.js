// The search box in every page's header: phrases, sentences and results while typing, and the way to the search page.
'use strict';

{
  const { combobox, root, search, view } = window.duizhao;
  const { h } = view;
  const { group, option } = combobox;

  const SUGGESTED = 4;
  const SHOWN = 5;
  const AROUND = { before: 10, after: 60 };

  const searchPage = (words) => {
    const address = new URL('search/index.html', root);
    address.searchParams.set('q', words);
    return address.href;
  };

  const found = (result) =>
    option(
      { href: result.url },
      h('span', { class: 'dz-snippet' }, view.keyword(result, AROUND)),
      view.breadcrumb(result.title, result.part, result.trail),
    );

  const look = async (words, signal) => {
    const suggested = combobox
      .suggestions(words, searchPage, { limit: SUGGESTED, signal })
      .catch(() => []); // the search says what is wrong
    const answer = await search(words, { limit: SHOWN, quick: true, signal });
    const suggestions = await suggested;
    if (answer.results.length === 0) {
      const note = h('p', { class: 'dz-note', role: 'status' }, '没有一段含有这些字');
      return [...suggestions, note, option({ class: 'dz-option dz-all', href: searchPage(words) }, '到检索页放宽再找')];
    }
    const { total, exact } = answer;
    const all = `查看全部 ${exact ? '' : '至多 '}${view.number(total)} 段`;
    return [
      ...suggestions,
      ...group('原文', answer.results.map(found)),
      option({ class: 'dz-option dz-all', href: searchPage(words) }, all),
    ];
  };

  const enhance = (form) => {
    const input = form.querySelector('input[type=search]');
    form.action = new URL('search/index.html', root).href;
    input.setAttribute('aria-label', '检索原文');
    if (input.placeholder === '') input.placeholder = '检索原文';
    const { wait } = combobox(input, form, { label: '提示和检索结果', look });
    input.addEventListener('focus', () => {
      if (input.value.trim() !== '') wait();
    });
    form.addEventListener('submit', (event) => {
      if (input.value.trim() === '') event.preventDefault();
    });
  };

  view.onPage(() => {
    for (const form of document.querySelectorAll('form.duizhao-search:not([data-ready])')) {
      form.dataset.ready = '';
      enhance(form);
    }
  });
}
