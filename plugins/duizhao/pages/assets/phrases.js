/* Phrases in documents: a card on hover, focus or touch, a switch for their marks, the documents nearest in wording; on
   the pages of phrases: order by what stands beside, and a filter. What a card shows comes as a script, one a phrase. */
(() => {
  'use strict';

  const WAIT = 180; // milliseconds that a pointer rests before a card opens, and that it may be away before it closes
  const PATIENCE = 15000; // milliseconds a script may take
  const NEAREST = 8; // documents
  const HIDDEN = 'dz-phrases-off'; // key and class of the switch

  const root = new URL('../../', document.currentScript.src);
  const waiting = new Map();
  const known = new Map();
  let counter = 0;

  window.duizhao = window.duizhao || {};
  window.duizhao.phrase = (id, data) => waiting.get(id)?.(data);

  function make(name, className, text) {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function sorted(values, compare) {
    // oxlint-disable-next-line unicorn/no-array-sort -- toSorted() is missing from browsers older than 2023
    return [...values].sort(compare);
  }

  /** The id of the phrase that a link leads to. */
  function idOf(link) {
    return /\/([0-9a-f]{12})\.html$/.exec(link.href)?.[1];
  }

  /** What is known of a phrase; asked for once. */
  function load(id) {
    if (!known.has(id)) {
      const answer = new Promise((resolve, reject) => {
        const script = document.createElement('script');
        const end = (act, value) => {
          clearTimeout(timer);
          waiting.delete(id);
          script.remove();
          act(value);
        };
        const timer = setTimeout(() => end(reject, new Error(id)), PATIENCE);
        waiting.set(id, (data) => end(resolve, data));
        script.addEventListener('error', () => end(reject, new Error(id)));
        script.src = new URL(`phrases/${id.slice(0, 2)}/${id}.js`, root).href;
        document.head.append(script);
      });
      answer.catch(() => known.delete(id));
      known.set(id, answer);
    }
    return known.get(id);
  }

  function exampleItem([text, from, to, title, address]) {
    const item = make('li');
    item.append(text.slice(0, from), make('strong', '', text.slice(from, to)), text.slice(to), ' ');
    const link = make('a', 'dz-card__where', title);
    link.href = new URL(address, root).href;
    item.append(link);
    return item;
  }

  /** The card that is open, if any; there is one at a time. */
  const card = {
    element: null,
    link: null,
    timer: 0,

    later(act) {
      clearTimeout(this.timer);
      this.timer = setTimeout(act, WAIT);
    },

    stay() {
      clearTimeout(this.timer);
    },

    close() {
      clearTimeout(this.timer);
      this.link?.removeAttribute('aria-describedby');
      this.element?.remove();
      this.element = this.link = null;
    },

    async open(link) {
      clearTimeout(this.timer);
      if (this.link === link) return;
      this.close();
      const element = make('div', 'dz-card');
      element.id = `dz-card-${++counter}`;
      element.setAttribute('role', 'tooltip');
      element.setAttribute('aria-live', 'polite');
      element.append(make('p', 'dz-card__head', link.textContent), make('p', 'dz-card__note', '正在读取……'));
      element.addEventListener('pointerenter', () => this.stay());
      element.addEventListener('pointerleave', () => this.later(() => this.close()));
      link.setAttribute('aria-describedby', element.id);
      this.link = link;
      this.element = element;
      document.body.append(element);
      this.place();
      try {
        const data = await load(idOf(link));
        if (this.element === element) this.fill(data, link);
      } catch {
        if (this.element === element) element.lastChild.textContent = '读不到这一条的数据，可点开提法页查看。';
      }
      if (this.element === element) this.place();
    },

    fill(data, link) {
      const more = make('a', 'dz-card__more', '全部用例');
      more.href = link.href;
      const note = make('p', 'dz-card__note', `${data.kind} · ${data.documents} 篇 ${data.passages} 段 · `);
      note.append(more);
      const list = make('ul', 'dz-card__examples');
      list.append(...data.examples.map(exampleItem));
      this.element.replaceChildren(
        make('p', 'dz-card__head', data.head),
        ...(data.expansion ? [make('p', 'dz-card__gloss', data.expansion)] : []),
        note,
        list,
      );
    },

    /** Below the link, above it where there is no room; never outside the window. */
    place() {
      const { element, link } = this;
      const box = link.getClientRects()[0] || link.getBoundingClientRect();
      const width = element.offsetWidth;
      const height = element.offsetHeight;
      const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8));
      const below = box.bottom + height + 8 < window.innerHeight || box.top < height + 8;
      element.style.left = `${left + window.scrollX}px`;
      element.style.top = `${(below ? box.bottom + 6 : box.top - height - 6) + window.scrollY}px`;
    },
  };

  function markOf(event) {
    return event.target.closest?.('.dz-passage a.dz-phrase');
  }

  function isOff() {
    return document.documentElement.classList.contains(HIDDEN);
  }

  function watchMarks() {
    let touched = null;
    document.addEventListener('pointerover', (event) => {
      const mark = markOf(event);
      if (mark && event.pointerType === 'mouse' && !isOff()) card.later(() => card.open(mark));
    });
    document.addEventListener('pointerout', (event) => {
      if (markOf(event) && event.pointerType === 'mouse') card.later(() => card.close());
    });
    document.addEventListener('pointerdown', (event) => {
      touched = event.pointerType === 'mouse' ? null : markOf(event);
      if (card.element && !card.element.contains(event.target) && !markOf(event)) card.close();
    });
    document.addEventListener('click', (event) => {
      const mark = markOf(event);
      // the first touch opens the card, which has the link; with the keyboard or a mouse the mark itself leads there
      if (mark && mark === touched && card.link !== mark && !isOff()) {
        event.preventDefault();
        card.open(mark);
      }
      touched = null;
    });
    document.addEventListener('focusin', (event) => {
      const mark = markOf(event);
      if (mark && !touched && !isOff()) card.open(mark);
      else if (card.element && !mark && !card.element.contains(event.target)) card.close();
    });
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') card.close();
    });
  }

  /** localStorage throws where a browser keeps none for files. */
  function remembered() {
    try {
      return localStorage.getItem(HIDDEN) === '1';
    } catch {
      return false;
    }
  }

  function remember(off) {
    try {
      localStorage.setItem(HIDDEN, off ? '1' : '0');
    } catch {
      // for this page only, then
    }
  }

  function addSwitch(facts) {
    const button = make('button', 'dz-switch', '提法标记');
    button.type = 'button';
    const show = (off) => {
      document.documentElement.classList.toggle(HIDDEN, off);
      button.setAttribute('aria-pressed', String(!off));
    };
    button.addEventListener('click', () => {
      const off = !isOff();
      card.close();
      show(off);
      remember(off);
    });
    show(remembered());
    facts.after(button);
  }

  /** The documents that share the most of this one's distinctive phrases: a phrase few documents use weighs more. */
  async function nearest(links) {
    const own = /\/([0-9a-f]+)\.html$/.exec(location.pathname)?.[1];
    const answers = await Promise.allSettled(links.map((link) => load(idOf(link))));
    if (answers.length > 0 && answers.every(({ status }) => status === 'rejected')) throw new Error('no data');
    const found = new Map();
    for (const { value } of answers) {
      for (const [id, title, year] of value?.rare.length > 1 ? value.rare : []) {
        if (id === own) continue;
        const entry = found.get(id) || { id, title, year, weight: 0, heads: [] };
        entry.weight += 1 / value.rare.length;
        entry.heads.push([value.rare.length, value.head]);
        found.set(id, entry);
      }
    }
    return sorted(found.values(), (a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1)).slice(0, NEAREST);
  }

  function nearItem({ id, title, year, heads }) {
    const item = make('li');
    const link = make('a', '', title);
    link.href = new URL(`documents/${id.slice(0, 2)}/${id}.html`, root).href;
    const some = sorted(heads, (a, b) => a[0] - b[0]).slice(0, 6).map(([, head]) => head);
    const said = `${year ? `${year} · ` : ''}共有 ${heads.length} 条少见的提法：${some.join('、')}${heads.length > 6 ? '……' : ''}`;
    item.append(link, ' ', make('em', 'dz-aside', said));
    return item;
  }

  function addNearest(heading) {
    const list = heading.nextElementSibling;
    const links = [...list.querySelectorAll('a')].filter(idOf);
    const fold = make('details', 'quote dz-near');
    fold.append(make('summary', '', '用语最接近的文稿'));
    const body = make('div', 'dz-list');
    fold.append(body);
    fold.addEventListener('toggle', async () => {
      if (!fold.open || body.firstChild) return;
      body.append(make('p', 'dz-aside', '正在比较……'));
      try {
        const found = await nearest(links);
        const entries = make('ul');
        entries.append(...found.map(nearItem));
        body.replaceChildren(found.length > 0 ? entries : make('p', 'dz-aside', '没有别的文稿用到这里少见的提法。'));
      } catch {
        body.replaceChildren(make('p', 'dz-aside', '读不到提法的数据。请刷新页面再试。'));
      }
    });
    list.after(fold);
  }

  function words(text) {
    return text.replace(/[^\p{L}\p{N}]/gu, '');
  }

  /** What stands before and after the first phrase of a line, as keys to sort by. */
  function contexts(item) {
    const mark = item.querySelector('strong');
    let before = '';
    for (let node = mark?.previousSibling; node; node = node.previousSibling) before = node.textContent + before;
    let after = '';
    for (let node = mark?.nextSibling; node && node.nodeName !== 'EM'; node = node.nextSibling) after += node.textContent;
    return { left: [...words(before)].reduceRight((text, letter) => text + letter, ''), right: words(after) };
  }

  function addSorting(box) {
    const list = box.querySelector('ul');
    const items = [...list.children];
    if (items.length < 6) return;
    const keys = new Map(items.map((item) => [item, contexts(item)]));
    const bar = make('p', 'dz-sort', '排列：');
    bar.setAttribute('role', 'group');
    bar.setAttribute('aria-label', '用例的排列');
    const orders = { 原序: null, 左邻: 'left', 右邻: 'right' };
    const buttons = Object.entries(orders).map(([name, side]) => {
      const button = make('button', '', name);
      button.type = 'button';
      button.setAttribute('aria-pressed', String(side === null));
      button.addEventListener('click', () => {
        const by = (a, b) => keys.get(a)[side].localeCompare(keys.get(b)[side], 'zh');
        list.append(...(side ? sorted(items, by) : items));
        for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
      });
      return button;
    });
    bar.append(...buttons);
    box.before(bar);
  }

  function addFilter(orders) {
    const input = make('input', 'dz-filter');
    input.type = 'search';
    input.placeholder = '筛选本页的提法';
    input.setAttribute('aria-label', '筛选本页的提法');
    const links = [...document.querySelectorAll('.dz-phrases a')];
    input.addEventListener('input', () => {
      const wanted = input.value.trim();
      for (const link of links) link.hidden = !link.textContent.includes(wanted);
      for (const box of document.querySelectorAll('.dz-phrases')) {
        const none = ![...box.querySelectorAll('a')].some((link) => !link.hidden);
        box.hidden = none;
        if (box.previousElementSibling?.tagName === 'H2') box.previousElementSibling.hidden = none;
      }
    });
    orders.after(input);
  }

  function start() {
    const facts = document.querySelector('.dz-facts');
    if (facts) {
      addSwitch(facts);
      watchMarks();
    }
    const used = document.getElementById('phrases-used');
    if (facts && used) addNearest(used);
    for (const box of document.querySelectorAll('.dz-uses')) addSorting(box);
    const orders = document.querySelector('.dz-orders');
    if (orders) addFilter(orders);
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
