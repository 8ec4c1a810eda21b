// The search page, inside <div id="duizhao-search-page">. All its state is in the address, so that it can be sent, kept
// and gone back to.
'use strict';

{
  const { overview, search, view } = window.duizhao;
  const { h, LABELS } = view;

  const FIELDS = Object.keys(LABELS);
  const BROWSED = ['year', 'theme', 'part', 'kind']; // those whose values are short enough to lay out
  const STEP = 10; // results added at a time: each costs the text around it
  const PAUSE = 180; // milliseconds without typing before a search starts
  const PATIENCE = 200; // milliseconds before a search that takes longer says so

  const option = (field, value) => h('option', { value }, field === 'year' ? `${value} 年度` : String(value));

  const choice = (field) =>
    h('select', { name: field, 'aria-label': LABELS[field] }, h('option', { value: '' }, '全部'));

  // The latest year first; other values as the archive has them.
  // oxlint-disable-next-line unicorn/no-array-sort -- toSorted() is missing from browsers older than 2023
  const sorted = (field, values) => (field === 'year' ? [...values].sort((a, b) => b - a) : values);

  const press = (words, act) => {
    const button = h('button', { type: 'button', class: 'dz-button' }, words);
    button.addEventListener('click', act);
    return button;
  };

  class SearchPage {
    constructor(container) {
      this.container = container;
      this.running = new AbortController();
      this.typing = false;
      this.pause = 0;
      this.shown = 0;
      this.build();
      this.listen();
      this.fill().catch(() => {}); // the search itself says what is wrong
    }

    build() {
      this.input = h('input', {
        type: 'search',
        name: 'q',
        class: 'dz-input',
        'aria-label': '检索原文',
        placeholder: '输入原文中的任意一段文字',
        autocomplete: 'off',
        enterkeyhint: 'search',
      });
      this.selects = new Map(FIELDS.map((field) => [field, choice(field)]));
      this.clear = h('button', { type: 'button', class: 'dz-button dz-clear', hidden: true }, '清除筛选');
      this.form = h(
        'form',
        { class: 'dz-form', role: 'search' },
        this.input,
        h(
          'div',
          { class: 'dz-filters', role: 'group', 'aria-label': '筛选' },
          Array.from(this.selects, ([field, box]) => h('label', { class: 'dz-filter' }, h('span', {}, LABELS[field]), box)),
          this.clear,
        ),
      );
      this.count = h('p', { class: 'dz-count', role: 'status' });
      this.list = h('ol', { class: 'dz-results' });
      this.more = h('button', { type: 'button', class: 'dz-button dz-more', hidden: true }, '加载更多');
      this.notice = h('div', { class: 'dz-notice', hidden: true });
      this.container.replaceChildren(this.form, this.count, this.notice, this.list, this.more);
    }

    listen() {
      this.input.addEventListener('input', (event) => {
        if (!event.isComposing) this.wait();
      });
      this.input.addEventListener('compositionend', () => this.wait());
      this.input.addEventListener('change', () => (this.typing = false));
      this.form.addEventListener('submit', (event) => {
        event.preventDefault();
        this.commit();
      });
      this.selects.forEach((select) => select.addEventListener('change', () => this.commit()));
      this.clear.addEventListener('click', () => this.clearFilters());
      this.more.addEventListener('click', () => this.extend());
      window.addEventListener('popstate', () => {
        if (this.container.isConnected) this.recall();
      });
    }

    async fill() {
      this.overview = await overview();
      for (const [field, select] of this.selects) {
        const present = new Set(Array.from(select.options, ({ value }) => value));
        const values = sorted(field, this.overview.facets[field]).filter((value) => !present.has(String(value)));
        const { value } = select;
        select.append(...values.map((each) => option(field, each)));
        select.value = value;
        select.closest('label').hidden = select.options.length < 2;
      }
      if (!this.notice.hidden && this.isBlank()) this.welcome();
    }

    isBlank() {
      return this.input.value.trim() === '' && !this.isFiltered();
    }

    isFiltered() {
      return Array.from(this.selects.values()).some(({ value }) => value !== '');
    }

    filters() {
      return Object.fromEntries(Array.from(this.selects, ([field, { value }]) => [field, value]));
    }

    // From the address to the form, and search.
    recall() {
      const parameters = new URLSearchParams(location.search);
      this.input.value = parameters.get('q') ?? '';
      for (const [field, select] of this.selects) {
        const value = parameters.get(field) ?? '';
        if (value !== '' && !Array.from(select.options).some((each) => each.value === value)) {
          select.append(option(field, value));
        }
        select.value = value;
      }
      this.typing = false;
      this.run(history.state?.dzShown);
    }

    // From the form to the address: a search typed letter by letter is one step back, not many.
    remember() {
      const address = new URL(location.href);
      address.search = '';
      address.hash = '';
      const values = [['q', this.input.value.trim()], ...Object.entries(this.filters())];
      for (const [name, value] of values) if (value !== '') address.searchParams.set(name, value);
      return address.href;
    }

    wait() {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => {
        const address = this.remember();
        if (address === location.href) return;
        if (this.typing) history.replaceState(null, '', address);
        else history.pushState(null, '', address);
        this.typing = true;
        this.run();
      }, PAUSE);
    }

    commit() {
      clearTimeout(this.pause);
      this.typing = false;
      const address = this.remember();
      if (address !== location.href) history.pushState(null, '', address);
      this.run();
    }

    clearFilters() {
      for (const select of this.selects.values()) select.value = '';
      this.commit();
    }

    async run(shown = STEP) {
      this.running.abort();
      this.running = new AbortController();
      const { signal } = this.running;
      const query = this.input.value;
      const filters = this.filters();
      this.clear.hidden = !this.isFiltered();
      for (const [, select] of this.selects) select.closest('label').classList.toggle('dz-active', select.value !== '');
      if (this.isBlank()) {
        this.welcome();
        return;
      }
      const slow = setTimeout(() => this.busy(), PATIENCE);
      try {
        const answer = await search(query, { filters, limit: shown, quick: true, signal });
        if (signal.aborted) return;
        this.show(answer);
        if (answer.total === 0) await this.advise(query, signal);
        if (!answer.exact) {
          const settled = await search(query, { filters, limit: 0, signal });
          if (!signal.aborted) this.tell(settled);
        }
      } catch (error) {
        if (!signal.aborted) this.fail(error);
      } finally {
        clearTimeout(slow);
      }
    }

    async extend() {
      const { signal } = this.running;
      this.more.disabled = true;
      try {
        const page = { filters: this.filters(), offset: this.shown, limit: STEP, quick: true, signal };
        const { results } = await search(this.input.value, page);
        if (signal.aborted) return;
        this.add(results);
        history.replaceState({ dzShown: this.shown }, '');
        this.list.children[this.shown - results.length]?.querySelector('a').focus();
      } catch (error) {
        if (!signal.aborted) this.fail(error);
      } finally {
        this.more.disabled = false;
      }
    }

    show(answer) {
      this.container.removeAttribute('aria-busy');
      this.notice.hidden = true;
      this.list.replaceChildren();
      this.shown = 0;
      this.last = undefined;
      this.tell(answer);
      this.add(answer.results);
    }

    add(results) {
      this.list.append(...results.map((result, i) => view.item(result, results[i - 1] ?? this.last)));
      this.last = results[results.length - 1] ?? this.last;
      this.shown += results.length;
      this.more.hidden = results.length === 0 || this.shown >= this.total;
    }

    tell(answer) {
      this.total = answer.total;
      this.count.dataset.total = answer.total;
      this.count.dataset.exact = answer.exact;
      this.count.textContent = answer.total === 0 ? '' : view.count(answer);
      this.more.hidden = this.shown === 0 || this.shown >= this.total;
    }

    busy() {
      this.container.setAttribute('aria-busy', 'true');
      this.count.textContent = '正在检索…';
    }

    // Says something in place of results.
    say(...children) {
      this.container.removeAttribute('aria-busy');
      this.list.replaceChildren();
      this.more.hidden = true;
      this.count.textContent = '';
      this.notice.replaceChildren(...children);
      this.notice.hidden = false;
    }

    welcome() {
      delete this.count.dataset.total;
      const { documents, passages, facets } = this.overview ?? {};
      const size = facets === undefined ? '' : `可检索 ${view.number(documents)} 篇文稿、${view.number(passages)} 段文字。`;
      this.say(
        h('p', { class: 'dz-lead' }, `逐字检索全库原文，一个字也可以查。${size}`),
        h('p', {}, '标点按原文算；空格、全角半角、大写小写和引号的曲直不作区分。'),
        ...BROWSED.filter((field) => facets?.[field].length > 0).map((field) => this.shelf(field)),
      );
    }

    // The values of a field to browse by.
    shelf(field) {
      const values = sorted(field, this.overview.facets[field]);
      return h(
        'div',
        { class: 'dz-shelf' },
        h('span', {}, LABELS[field]),
        h(
          'span',
          {},
          values.map((value) =>
            press(String(value), () => {
              this.selects.get(field).value = value;
              this.commit();
            }),
          ),
        ),
      );
    }

    async advise(query, signal) {
      const words = query.trim();
      const advice = [h('p', {}, '检索逐字进行，标点和掩码（如 XX、**）都按原文算。可以少输几个字，或去掉标点再试。')];
      if (this.isFiltered() && words !== '') {
        const answer = await search(query, { limit: 0, signal });
        if (signal.aborted) return;
        if (answer.total > 0) advice.push(press(`不加筛选：${view.count(answer)}`, () => this.clearFilters()));
      }
      const shown = Array.from(words).length > 40 ? `${Array.from(words).slice(0, 40).join('')}…` : words;
      const what = shown === '' ? '没有一段合乎这些筛选条件' : `没有一段含有“${shown}”`;
      this.say(h('p', { class: 'dz-lead' }, this.isFiltered() && shown !== '' ? `筛选范围内${what}` : what), ...advice);
    }

    fail(error) {
      const again = press('再试一次', () => this.run());
      this.say(h('p', { class: 'dz-lead' }, '检索没能完成'), h('p', {}, error.message), again);
    }
  }

  view.onPage(() => {
    const container = document.getElementById('duizhao-search-page');
    if (container === null || container.dataset.ready !== undefined) return;
    container.dataset.ready = '';
    const page = new SearchPage(container);
    page.recall();
  });
}
