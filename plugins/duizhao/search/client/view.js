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
  const AROUND = { before: 40, after: 90 }; // characters of context that a line shows at most
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

  const press = (words, act, attributes = {}) => {
    const button = h('button', { type: 'button', class: 'dz-button', ...attributes }, words);
    button.addEventListener('click', act);
    return button;
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

  // The first match of a result between what stands before and after it; without a match, the passage's opening words.
  const keyword = ({ text, matches }, { before, after } = AROUND) => {
    const chars = Array.from(text);
    if (matches.length === 0) {
      const cut = chars.length > OPENING;
      return [h('span', { class: 'dz-opening' }, chars.slice(0, OPENING).join('') + (cut ? '…' : ''))];
    }
    const [start, end] = matches[0];
    const from = Math.max(start - before, 0);
    // The spans stand side by side; the inner one keeps its text together where the outer one cuts it off on the left.
    const left = h('span', { class: 'dz-left', 'data-cut': from > 0 }, h('span', {}, chars.slice(from, start).join('')));
    return [left, h('span', { class: 'dz-right' }, pieces(chars, matches, start, Math.min(end + after, chars.length)))];
  };

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

  // Text short enough to be repeated in a sentence.
  const brief = (text, most = 40) => {
    const chars = Array.from(text);
    return chars.length > most ? `${chars.slice(0, most).join('')}…` : text;
  };

  window.duizhao.view = { LABELS, h, press, onPage, pieces, keyword, breadcrumb, number, count, brief };
}
