/* On a document's page: how often each passage stands elsewhere, and the two side by side. The shard is asked for once
   the page is there; without it, or without scripts, the link among the facts leads to the same on a page of its own. */
(() => {
  'use strict';

  const FIRST = 5; // parallels of a passage shown at once
  const CELLS = 1_000_000; // of the table that finds what two wordings have in common
  const site = new URL('../../', document.currentScript.src);

  function make(tag, style, text) {
    const element = document.createElement(tag);
    if (style) element.className = style;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  // Two wordings in pieces [one, other, whether they are the same], in order.
  function aligned(one, other) {
    const a = [...one];
    const b = [...other];
    let head = 0;
    while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
    let tail = 0;
    while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
    const pieces = [[a.slice(0, head).join(''), b.slice(0, head).join(''), true]];
    pieces.push(...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)));
    pieces.push([a.slice(a.length - tail).join(''), b.slice(b.length - tail).join(''), true]);
    return pieces.filter(([first, second]) => first || second);
  }

  // The same of what begins and ends with different signs, by the longest common subsequence.
  function middle(a, b) {
    if (a.length * b.length > CELLS || !a.length || !b.length) return [[a.join(''), b.join(''), false]];
    const width = b.length + 1;
    const best = new Uint32Array((a.length + 1) * width);
    for (let i = a.length - 1; i >= 0; i -= 1) {
      for (let j = b.length - 1; j >= 0; j -= 1) {
        best[i * width + j] =
          a[i] === b[j]
            ? best[(i + 1) * width + j + 1] + 1
            : Math.max(best[(i + 1) * width + j], best[i * width + j + 1]);
      }
    }
    const pieces = [];
    const add = (first, second, same) => {
      const last = pieces.at(-1);
      if (last && last[2] === same) {
        last[0] += first;
        last[1] += second;
      } else pieces.push([first, second, same]);
    };
    let i = 0;
    let j = 0;
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) add(a[i++], b[j++], true);
      else if (j === b.length || (i < a.length && best[(i + 1) * width + j] >= best[i * width + j + 1])) add(a[i++], '', false);
      else add('', b[j++], false);
    }
    return pieces;
  }

  function similarity(pieces) {
    let same = 0;
    let all = 0;
    for (const [one, other, isSame] of pieces) {
      const size = one.length + other.length;
      all += size;
      if (isSame) same += size;
    }
    return all ? Math.floor((100 * same) / all) : 100;
  }

  function side(name, pieces, which, tag) {
    const paragraph = make('p', 'dz-side');
    paragraph.append(make('b', '', name));
    for (const piece of pieces) {
      if (piece[which]) paragraph.append(piece[2] ? piece[which] : make(tag, '', piece[which]));
    }
    return paragraph;
  }

  // One parallel: where it stands, and both wordings.
  function shown(data, text, [number, passage, part, first, last, from, to, there]) {
    const [id, title, year] = data.documents[number];
    const one = text.slice(first, last);
    const pieces = aligned(one, text.slice(first, from) + there + text.slice(to, last));
    const percent = similarity(pieces);
    const box = make('div', 'dz-pair');
    const where = make('p', 'dz-where');
    const link = make('a', '', year ? `${title}（${year}）` : title);
    link.href = new URL(`documents/${id.slice(0, 2)}/${id}.html#${passage}`, site).href;
    where.append(link, ' ', make('small', '', `${part ? `${part} · ` : ''}${percent === 100 ? '相同' : `相似 ${percent}%`}`));
    box.append(where, side('本文', pieces, 0, 'del'), side('对照', pieces, 1, 'ins'));
    return box;
  }

  function panel(data, text, entries) {
    const box = make('section', 'dz-parallel-panel');
    box.setAttribute('aria-label', '平行段落');
    let next = 0;
    const more = make('button', 'dz-more');
    more.type = 'button';
    const show = () => {
      for (const entry of entries.slice(next, next + FIRST)) more.before(shown(data, text, entry));
      next += FIRST;
      more.textContent = `再看 ${Math.min(FIRST, entries.length - next)} 处（还有 ${entries.length - next} 处）`;
      more.hidden = next >= entries.length;
    };
    box.append(more);
    more.addEventListener('click', show);
    show();
    return box;
  }

  function mark(data, passage, texts, entries) {
    const text = passage.textContent.trim(); // before the button comes; chips and buttons carry no text
    const button = make('button', 'dz-parallel');
    button.type = 'button';
    button.dataset.label = `平行 ${texts}`;
    button.setAttribute('aria-label', `平行 ${texts}：这一段的字句也见于 ${texts} 篇别的文稿`);
    button.setAttribute('aria-expanded', 'false');
    let open = null;
    button.addEventListener('click', () => {
      if (open) {
        open.remove();
        open = null;
      } else {
        open = panel(data, text, entries);
        passage.after(open);
      }
      button.setAttribute('aria-expanded', String(open !== null));
    });
    passage.append(button);
  }

  function start() {
    const link = document.querySelector('a.dz-parallels');
    if (!link) return;
    window.duizhao = window.duizhao || {};
    window.duizhao.parallels = (data) => {
      for (const [id, [texts, ...entries]] of Object.entries(data.passages)) {
        const passage = document.getElementById(id);
        if (passage) mark(data, passage, texts, entries);
      }
    };
    const script = document.createElement('script');
    // it changes with other documents while its name stays: no cache may answer for it
    script.src = `${link.href.replace(/\.html$/, '.js')}?${Date.now().toString(36)}`;
    document.head.append(script);
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
