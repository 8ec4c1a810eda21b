// Results as items of the search page's list: one line each, aligned on the match, or whole paragraphs. Identical wording
// is one item with the other places folded away. The link of an item, `.dz-open`, is where keys move.
'use strict';

{
  const { clipboard, order, view } = window.duizhao;
  const { h, press } = view;

  const LONG = 16; // characters of a match that leaves less room for what stands before it
  const WHOLE = 600; // characters of a paragraph that are shown, and
  const BEFORE = 200; // how many of them before a match that stands further down
  const SAID_FOR = 1_600; // milliseconds that “已复制” stays

  let parts = 0;

  // A button that folds `made()` in and out below `item`.
  const fold = (item, words, attributes, made) => {
    let part = null;
    const button = press(words, () => {
      if (part === null) {
        parts += 1;
        part = made();
        part.id = `dz-part-${parts}`;
        part.hidden = true;
        item.append(part);
        button.setAttribute('aria-controls', part.id);
      }
      part.hidden = !part.hidden;
      button.setAttribute('aria-expanded', String(!part.hidden));
    }, { 'aria-expanded': 'false', ...attributes });
    return button;
  };

  // A button that copies `text()` and tells `say` how it went.
  const copying = (words, attributes, text, say) => {
    const button = press(words, async () => {
      const said = await clipboard.copy(text()).then(
        () => '已复制',
        () => '复制不了，请手动选取',
      );
      button.textContent = said;
      say(said);
      setTimeout(() => (button.textContent = words), SAID_FOR);
    }, attributes);
    return button;
  };

  const copyButton = (result, say) => copying('复制', { class: 'dz-button dz-copy', title: '复制这一段' }, () => result.text, say);

  // A passage with its matches; of a very long one what stands around the first.
  const paragraph = ({ text, matches }) => {
    const chars = Array.from(text);
    const first = matches[0]?.[0] ?? 0;
    const from = chars.length > WHOLE ? Math.max(Math.min(first - BEFORE, chars.length - WHOLE), 0) : 0;
    const to = Math.min(from + WHOLE, chars.length);
    return [from > 0 ? '…' : '', ...view.pieces(chars, matches, from, to), to < chars.length ? '…' : ''];
  };

  const heading = (result) =>
    h(
      'p',
      { class: 'dz-document' },
      h('span', { class: 'dz-name', title: result.title }, result.title),
      result.year === null ? [] : h('span', { class: 'dz-year' }, String(result.year), h('span', { class: 'dz-unit' }, ' 年度')),
      result.meeting === null ? [] : h('span', { class: 'dz-meeting' }, result.meeting),
    );

  // Where else the same is said.
  const places = (others) =>
    h(
      'ul',
      { class: 'dz-places' },
      others.map((result) =>
        h(
          'li',
          {},
          h('a', { href: result.url }, result.title),
          result.year === null ? [] : h('span', { class: 'dz-year' }, `${result.year} 年度`),
          view.breadcrumb(result.part, result.trail),
        ),
      ),
    );

  const alike = (item, group) =>
    group.length === 1
      ? []
      : fold(item, `同文 ${group.length} 处`, { class: 'dz-button dz-alike', title: '这些结果里一字不差的还有几处' }, () => places(group.slice(1)));

  const tools = (result, say) => [
    copyButton(result, say),
    copying('带出处复制', { title: '连题名、年度、会议一起复制' }, () => clipboard.withSource(result), say),
    copying('复制链接', { title: '复制这一段的固定网址' }, () => clipboard.permalink(result), say),
  ];

  const again = ({ matches }) =>
    matches.length > 1 ? h('span', { class: 'dz-again' }, `本段 ${matches.length} 处`) : [];

  const meta = (result, ...children) =>
    h('div', { class: 'dz-meta' }, view.breadcrumb(result.part, result.trail), again(result), ...children);

  const detail = (result, say) =>
    h(
      'div',
      { class: 'dz-detail' },
      h('p', { class: 'dz-text' }, paragraph(result)),
      meta(result),
      h('div', { class: 'dz-tools' }, tools(result, say).slice(1), h('a', { class: 'dz-button', href: result.url }, '打开原文')),
    );

  const line = (item, group, say) => {
    const [result] = group;
    item.append(
      heading(result),
      h('a', { class: 'dz-open dz-keyword', href: result.url }, view.keyword(result)),
      h(
        'div',
        { class: 'dz-tools' },
        alike(item, group),
        copyButton(result, say),
        fold(item, '', { class: 'dz-button dz-unfold', 'aria-label': '展开这一段', title: '展开这一段' }, () => detail(result, say)),
      ),
    );
  };

  const whole = (item, group, say) => {
    const [result] = group;
    item.append(
      heading(result),
      h('a', { class: 'dz-open dz-text', href: result.url }, paragraph(result)),
      meta(result, h('div', { class: 'dz-tools' }, alike(item, group), tools(result, say))),
    );
  };

  // Shows results in `list`, as `lines` or `paragraphs`. `say` is told what is to be announced.
  const show = (list, results, how, say) => {
    const lengths = results.filter(({ matches }) => matches.length > 0).map(({ matches: [[start, end]] }) => end - start);
    list.dataset.view = how;
    list.toggleAttribute('data-long', lengths.filter((length) => length > LONG).length * 2 > lengths.length);
    let last = null;
    const items = order.alike(results).map((group) => {
      const [{ document, passage }] = group;
      const same = document === last ? ' dz-result--same' : '';
      last = document;
      const attributes = { 'data-result': '', 'data-document': document, 'data-passage': passage, 'data-alike': group.length };
      const item = h('li', { class: `dz-result${same}`, ...attributes });
      (how === 'lines' ? line : whole)(item, group, say);
      return item;
    });
    list.replaceChildren(...items);
  };

  window.duizhao.results = { show };
}
