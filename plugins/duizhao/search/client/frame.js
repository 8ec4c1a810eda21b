// What the search page is made of: its boxes and places, still without results.
'use strict';

{
  const { advice, view } = window.duizhao;
  const { h, press } = view;

  const VIEWS = { lines: '逐行', paragraphs: '段落' };
  const MODES = { characters: '逐字', words: '按词' };
  const SORTS = { year: '年度', quality: '好例句', left: '左邻', right: '右邻' };

  // Draws it in `container`. `look(name)` is told of another view, `extend()` of a wish for more results, `settle()`
  // for an exact number of them.
  const frame = (container, filters, { look, extend, settle }) => {
    const input = h('input', {
      type: 'search',
      name: 'q',
      class: 'dz-input',
      'aria-label': '检索原文',
      placeholder: '输入原文中的任意一段文字',
    });
    const form = h('form', { class: 'dz-form', role: 'search' }, input);
    const views = Object.entries(VIEWS).map(([name, label]) =>
      press(label, () => look(name), { class: 'dz-button dz-view', 'data-view': name }),
    );
    const choice = (name, label, options) =>
      h('select', { name, 'aria-label': label }, Object.entries(options).map(([value, words]) => h('option', { value }, words)));
    const labelled = (words, box) => h('label', { class: 'dz-sort' }, h('span', { 'aria-hidden': 'true' }, words), box);
    const by = choice('by', '匹配', MODES);
    const sort = choice('sort', '排序', SORTS);
    const count = h('p', { class: 'dz-count', role: 'status' });
    const exactly = press('数准', () => settle(), { class: 'dz-button dz-exactly', hidden: true });
    const said = h('p', { class: 'dz-offscreen', role: 'status' });
    const tools = h(
      'div',
      { class: 'dz-bar' },
      h('div', { class: 'dz-number' }, count, exactly),
      h('div', { class: 'dz-views', role: 'group', 'aria-label': '显示方式' }, views),
      labelled('排序', sort),
    );
    const cut = h('p', { class: 'dz-cut', hidden: true });
    const ordered = h('p', { class: 'dz-ordered', hidden: true });
    const notice = h('div', { class: 'dz-notice', hidden: true });
    const list = h('ol', { class: 'dz-results', 'aria-label': '检索结果' });
    const more = press('加载更多', () => extend(), { class: 'dz-button dz-next', hidden: true });
    const end = h('p', { class: 'dz-end', hidden: true });
    container.replaceChildren(
      form,
      advice.help(),
      h('div', { class: 'dz-choices' }, filters.button, filters.chips, labelled('匹配', by)),
      filters.panel,
      h('div', { class: 'dz-main' }, tools, cut, ordered, notice, list, more, end),
      said,
    );
    return { by, count, cut, end, exactly, form, input, list, more, notice, ordered, said, sort, tools, views };
  };

  window.duizhao.frame = Object.assign(frame, { SORTS });
}
