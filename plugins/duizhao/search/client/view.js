// Building blocks of what the search shows, shared by the header box and the search page. Data goes into text nodes and
// attributes, never into markup.
'use strict';

{
  const LABELS = {
    year: '年度',
    meeting: '会议',
    aspect: '方面',
    theme: '主题',
    part: '部分',
    kind: '文种',
    subject: '主体',
    role: '职务',
  };
  const BEFORE = 36; // characters of context shown before a match, and
  const NEAR = 10; // how many of them where there is little room
  const AFTER = 80;
  const LONG = 16; // a match too long to be aligned with others
  const OPENING = 160; // characters shown of a passage without a match

  // An element: h('a', { href }, 'text', child, …). Attributes that are null or false are left out.
  const h = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : value);
    }
    element.append(...children.flat());
    return element;
  };

  // Runs `start` for the page shown now and, where the theme swaps pages without loading them, for each one after.
  const onPage = (start) => {
    if (typeof window.document$?.subscribe === 'function') window.document$.subscribe(() => start());
    else if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => start());
    else start();
  };

  // chars[from:to] as strings and <mark>s.
  const pieces = (chars, matches, from, to) => {
    const nodes = [];
    let at = from;
    for (const [start, end] of matches) {
      if (end > from && start < to) {
        nodes.push(chars.slice(at, Math.max(start, at)).join(''));
        nodes.push(h('mark', {}, chars.slice(Math.max(start, at), Math.min(end, to)).join('')));
        at = Math.min(end, to);
      }
    }
    nodes.push(chars.slice(at, to).join(''));
    return nodes.filter((node) => node !== '');
  };

  // The first match of a result in its context; without a match, the passage's opening words.
  const keyword = ({ text, matches }) => {
    const chars = Array.from(text);
    if (matches.length === 0) {
      const cut = chars.length > OPENING;
      return [h('span', { class: 'dz-opening' }, chars.slice(0, OPENING).join('') + (cut ? '…' : ''))];
    }
    const [start, end] = matches[0];
    const near = Math.max(start - NEAR, 0);
    return [
      h(
        'span',
        { class: 'dz-left' },
        h('span', { class: 'dz-far' }, chars.slice(Math.max(start - BEFORE, 0), near).join('')),
        h('span', { class: 'dz-near', 'data-cut': near > 0 }, chars.slice(near, start).join('')),
      ),
      h('span', { class: 'dz-hit' }, h('mark', {}, chars.slice(start, end).join(''))),
      h('span', { class: 'dz-right' }, pieces(chars, matches, end, Math.min(end + AFTER, chars.length))),
    ];
  };

  const isLong = ({ matches }) => matches.length > 0 && matches[0][1] - matches[0][0] > LONG;

  // Where a result stands: document › part › section, or less of it.
  const breadcrumb = (...steps) => {
    const given = steps.filter((step) => (step ?? '') !== '');
    return h(
      'span',
      { class: 'dz-trail', title: given.join(' › ') },
      given.map((step) => h('span', { class: 'dz-step' }, step)),
    );
  };

  const number = (value) => value.toLocaleString('zh-CN');

  // 共 12 段, or 至多 1,234 段 where the number is a bound.
  const count = ({ total, exact }) => `${exact ? '共' : '至多'} ${number(total)} 段`;

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // An intranet site without https has no clipboard interface.
      const area = h('textarea', { class: 'dz-offscreen', readonly: true });
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand('copy');
      area.remove();
      if (!done) throw new Error('浏览器不允许复制');
    }
  };

  const copyButton = (text) => {
    const button = h('button', { class: 'dz-button dz-copy', type: 'button', title: '复制这一段' }, '复制');
    button.addEventListener('click', async () => {
      const said = await copy(text).then(
        () => '已复制',
        () => '复制不了',
      );
      button.textContent = said;
      setTimeout(() => (button.textContent = '复制'), 1_600);
    });
    return button;
  };

  // One result as a list item of the search page. A run of results from one document shows its title once.
  const item = (result, previous) => {
    const same = previous?.document === result.document;
    const again = result.matches.length - 1;
    const link = h('a', { class: `dz-keyword${isLong(result) ? ' dz-keyword--long' : ''}`, href: result.url });
    link.append(...keyword(result));
    return h(
      'li',
      {
        class: `dz-result${same ? ' dz-result--same' : ''}`,
        'data-result': '',
        'data-document': result.document,
        'data-passage': result.passage,
      },
      h(
        'p',
        { class: 'dz-document' },
        h('span', { class: 'dz-title' }, result.title),
        result.year === null ? [] : h('span', { class: 'dz-year' }, `${result.year} 年度`),
      ),
      link,
      h(
        'div',
        { class: 'dz-meta' },
        breadcrumb(result.part, result.trail),
        again > 0 ? [h('span', { class: 'dz-again' }, `本段另有 ${again} 次`)] : [],
        copyButton(result.text),
      ),
    );
  };

  window.duizhao.view = { LABELS, h, onPage, keyword, breadcrumb, number, count, item };
}
