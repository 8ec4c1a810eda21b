// The search page, inside <div id="duizhao-search-page">. All its state is in the address (address.js): it changes
// there first, and what is shown follows.
'use strict';

{
  const { address, advice, combobox, facets, Filters, frame, loosen, overview, results, root, search, view } = window.duizhao;
  const { h, press } = view;

  const STEP = 20; // results added at a time: each costs the text around it
  const MOST = 1_000; // results that other orders are asked for: all that the engine puts in order
  const EXACT = 1_000; // results up to which the engine counts
  const LOOSE = 10; // results shown of a looser search
  const SUGGESTED = 6;
  const PAUSE = 180; // milliseconds without typing before a search starts
  const PATIENCE = 200; // milliseconds before a search that takes longer says so

  const searchFor = (words) => new URL(`search/index.html${address.write({ ...address.read(''), words })}`, root).href;

  class SearchPage {
    constructor(container) {
      this.container = container;
      this.running = new AbortController();
      this.typing = false;
      this.pause = 0;
      this.found = [];
      this.counted = null; // fields whose counts are shown; null before results are
      this.build();
      this.listen();
    }

    build() {
      this.filters = new Filters({ change: (filters) => this.go({ filters }), open: () => this.recount() });
      const heard = { look: (name) => this.look(name), extend: () => this.extend() };
      Object.assign(this, frame(this.container, this.filters, heard));
    }

    listen() {
      this.box = combobox(this.input, this.form, {
        label: '提示',
        look: (words, signal) => combobox.suggestions(words, searchFor, { limit: SUGGESTED, signal }).catch(() => null),
        choose: (event, { dataset }) => {
          if (dataset.words === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          this.input.value = dataset.words;
          this.commit();
        },
      });
      this.input.addEventListener('input', (event) => {
        if (!event.isComposing) this.wait();
      });
      this.input.addEventListener('compositionend', () => this.wait());
      this.input.addEventListener('change', () => (this.typing = false));
      this.input.addEventListener('keydown', (event) => {
        const first = this.list.querySelector('.dz-open');
        if (event.key !== 'ArrowDown' || event.defaultPrevented || combobox.isComposing(event) || first === null) return;
        event.preventDefault();
        first.focus();
      });
      this.form.addEventListener('submit', (event) => {
        event.preventDefault();
        this.commit();
      });
      this.sort.addEventListener('change', () => this.go({ sort: this.sort.value }));
      // Coming back, one goes on where one left.
      this.list.addEventListener('click', ({ target }) => {
        const item = target.closest('a') && target.closest('.dz-result');
        if (item) history.replaceState({ dzLeft: item.dataset.passage }, '');
      });
      window.addEventListener('popstate', () => {
        if (this.container.isConnected) this.recall();
      });
    }

    async start() {
      this.recall();
      this.filters.start();
      await this.fill();
    }

    async fill() {
      try {
        this.overview = await overview();
        const { filters } = this.state;
        this.filters.offer(this.overview);
        this.filters.filters = filters;
        if (address.isBlank(this.state)) this.welcome();
        else this.recount(true);
      } catch (error) {
        if (address.isBlank(this.state)) this.say(advice.failed(error, () => this.fill()));
      }
    }

    // From the address to the form, and search.
    recall() {
      this.state = address.read(location.search);
      this.input.value = this.state.words;
      this.typing = false;
      this.box.close();
      this.draw();
      this.run(history.state?.dzLeft);
    }

    draw() {
      this.filters.filters = this.state.filters;
      this.sort.value = this.state.sort;
      for (const button of this.views) button.setAttribute('aria-pressed', String(button.dataset.view === this.state.view));
    }

    // To the address; whether anything has changed.
    remember(change, { replace = false } = {}) {
      this.state = { ...this.state, page: 1, ...change };
      const there = address.write(this.state);
      if (there === address.write(address.read(location.search))) return false;
      const target = `${location.pathname}${there}`;
      if (replace) history.replaceState(null, '', target);
      else history.pushState(null, '', target);
      return true;
    }

    go(change) {
      clearTimeout(this.pause);
      this.typing = false;
      this.remember({ words: this.input.value, ...change });
      this.draw();
      this.run();
    }

    commit() {
      this.box.close();
      this.go({});
    }

    // A search typed letter by letter is one step back, not many.
    wait() {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => {
        if (!this.remember({ words: this.input.value }, { replace: this.typing })) return;
        this.typing = true;
        this.run();
      }, PAUSE);
    }

    look(name) {
      this.remember({ view: name, page: this.state.page });
      this.draw();
      this.render();
    }

    async run(left) {
      this.running.abort();
      this.running = new AbortController();
      const { signal } = this.running;
      const { words, filters, sort, page } = this.state;
      this.counted = null;
      if (address.isBlank(this.state)) {
        this.welcome();
        return;
      }
      const slow = setTimeout(() => this.busy(), PATIENCE);
      try {
        const limit = sort === 'year' ? STEP * page : MOST;
        const answer = await search(words, { filters, limit, sort, quick: true, signal });
        if (signal.aborted) return;
        clearTimeout(slow);
        this.show(answer);
        this.goTo(left);
        if (answer.total === 0) await this.advise(signal);
        if (signal.aborted) return;
        this.counted = new Set();
        this.recount();
        if (!answer.exact) {
          const settled = await search(words, { filters, limit: 0, signal });
          if (!signal.aborted) this.tell(settled, true);
        }
      } catch (error) {
        if (!signal.aborted) this.say(advice.failed(error, () => this.run()));
      } finally {
        clearTimeout(slow);
      }
    }

    async extend() {
      const { signal } = this.running;
      const { words, filters, page } = this.state;
      const shown = this.list.children.length;
      this.more.disabled = true;
      this.end.hidden = true;
      try {
        const next = { filters, offset: this.found.length, limit: STEP, quick: true, signal };
        const answer = await search(words, next);
        if (signal.aborted) return;
        this.remember({ page: page + 1 }, { replace: true });
        this.found.push(...answer.results);
        this.render();
        (this.list.children[shown] ?? this.list.lastElementChild)?.querySelector('.dz-open').focus();
      } catch (error) {
        if (!signal.aborted) this.finish(error.message);
      } finally {
        this.more.disabled = false;
      }
    }

    // Live counts of the groups that can be seen and have none yet.
    async recount(again = false) {
      if (this.counted === null) return;
      if (again) this.counted.clear();
      const { signal } = this.running;
      const { words, filters } = this.state;
      const fields = this.filters.wanted.filter((field) => !this.counted.has(field));
      if (fields.length === 0) return;
      for (const field of fields) this.counted.add(field);
      try {
        const counts = await facets(words, { filters, fields, signal });
        if (!signal.aborted) this.filters.count(counts);
      } catch (error) {
        if (!signal.aborted) this.filters.fail(error.message, () => this.recount(true));
      }
    }

    show(answer) {
      this.container.removeAttribute('aria-busy');
      this.notice.hidden = true;
      this.found = answer.results;
      this.order = answer.ordered;
      this.tell(answer);
      this.render();
    }

    render() {
      const { sort, view: how, page } = this.state;
      results.show(this.list, this.found, how, (said) => this.said.replaceChildren(said));
      const isAll = this.found.length === 0 || this.found.length >= this.total || sort !== 'year';
      this.more.hidden = isAll || page >= address.PAGES;
      const isLast = !isAll && page >= address.PAGES;
      this.finish(isLast ? `只列出前 ${view.number(this.found.length)} 段；请多输几个字，或加上筛选。` : '');
      this.ordered.hidden = this.found.length === 0 || this.order === undefined || this.order >= this.total;
      this.ordered.textContent = `只排了最前面的 ${this.order} 段（按年度取），按“${frame.SORTS[sort]}”排列；其余的没有排进来，可以加筛选缩小范围。`;
    }

    finish(words) {
      this.end.textContent = words;
      this.end.hidden = words === '';
    }

    // `settled`: as exact as it gets, which is a thousand and more where it is not exact.
    tell(answer, settled = false) {
      const atLeast = settled && !answer.exact ? `${view.number(EXACT)} 段以上，` : '';
      this.total = answer.total;
      this.count.dataset.total = answer.total;
      this.count.dataset.exact = answer.exact;
      this.count.textContent = answer.total === 0 ? '没有结果' : atLeast + view.count(answer);
      this.tools.hidden = answer.total === 0 && this.found.length === 0;
      if (this.found.length > 0 && this.found.length >= this.total) this.more.hidden = true;
    }

    goTo(passage) {
      const items = Array.from(this.list.children);
      const link = passage && items.find(({ dataset }) => dataset.passage === passage)?.querySelector('.dz-open');
      link?.focus({ preventScroll: true });
      link?.scrollIntoView({ block: 'center' });
    }

    busy() {
      this.container.setAttribute('aria-busy', 'true');
      this.tools.hidden = false;
      this.count.textContent = '正在检索…';
    }

    // Says something in place of results.
    say(children) {
      this.container.removeAttribute('aria-busy');
      this.list.replaceChildren();
      this.found = [];
      for (const each of [this.more, this.end, this.ordered]) each.hidden = true;
      this.tools.hidden = true;
      this.notice.replaceChildren(...children);
      this.notice.hidden = false;
    }

    welcome() {
      delete this.count.dataset.total;
      this.count.textContent = '';
      this.say(this.overview === undefined ? [] : advice.welcome(this.overview));
      if (this.overview !== undefined) this.filters.offer(this.overview);
    }

    // What may help where nothing was found: fewer filters, or a looser search.
    async advise(signal) {
      const { words, filters, view: how } = this.state;
      const isFiltered = address.isFiltered(this.state);
      this.say(advice.nothing(words, isFiltered));
      this.tools.hidden = false;
      if (words.trim() === '') return;
      if (isFiltered) {
        const answer = await search(words, { limit: 0, signal });
        if (signal.aborted) return;
        if (answer.total > 0) {
          this.notice.append(press(`不加筛选：${view.count(answer)}`, () => this.go({ filters: {} })));
          return;
        }
      }
      this.count.textContent = '没有结果，正在放宽再找…';
      const loose = await loosen(words, { filters, limit: LOOSE, signal });
      if (signal.aborted) return;
      this.count.textContent = '没有结果';
      if (loose === null) return;
      const label = h('p', { class: 'dz-loose', 'data-kind': loose.kind }, advice.loosened(loose));
      if (loose.total > loose.results.length || !loose.exact) {
        label.append(h('a', { href: searchFor(loose.words) }, '查看全部'));
      }
      this.notice.append(label);
      this.count.textContent = `没有结果；${advice.KINDS[loose.kind]}，${view.count(loose)}`;
      this.found = loose.results;
      results.show(this.list, this.found, how, (said) => this.said.replaceChildren(said));
    }
  }

  view.onPage(() => {
    const container = document.getElementById('duizhao-search-page');
    if (container === null || container.dataset.ready !== undefined) return;
    container.dataset.ready = '';
    new SearchPage(container).start();
  });
}
