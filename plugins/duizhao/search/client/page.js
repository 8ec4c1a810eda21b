// The search page, inside <div id="duizhao-search-page">. All its state is in the address (address.js): it changes
// there first, and what is shown follows.
'use strict';

{
  const { address, advice, ahead, asWords, combobox, Display, facets, Filters, frame, loosen, overview, query, root, search, view } =
    window.duizhao;

  const STEP = 20; // results added at a time: each costs the text around it
  const MOST = 1_000; // results that other orders are asked for: all that the engine puts in order
  const LOOSE = 10; // results shown of a looser search
  const SUGGESTED = 6;
  const CHEAP = 60; // files of texts, 4 kB each, that are read for an exact total without being asked for
  const PROMISED = 1_000; // passages: a total of no more is always exact
  const PAUSE = 180; // milliseconds without typing before a search starts
  const PATIENCE = 200; // milliseconds before a search that takes longer says so

  const searchFor = (words) => new URL(`search/index.html${address.write({ ...address.read(''), words })}`, root).href;

  class SearchPage {
    constructor(container) {
      this.container = container;
      this.running = new AbortController();
      this.typing = false;
      this.pause = 0;
      this.thorough = false; // whether counts are worth reading many texts
      this.counted = null; // fields whose counts are shown; null before results are
      this.build();
      this.listen();
    }

    build() {
      this.filters = new Filters({ change: (filters) => this.go({ filters }), open: () => this.recount() });
      const heard = { look: (name) => this.look(name), extend: () => this.extend(), settle: () => this.count() };
      const { by, form, input, sort, views, ...places } = frame(this.container, this.filters, heard);
      Object.assign(this, { by, form, input, sort, views, display: new Display(this.container, places) });
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
        if (event.isComposing) return;
        ahead(this.input.value);
        this.wait();
      });
      this.input.addEventListener('compositionend', () => this.wait());
      this.input.addEventListener('change', () => (this.typing = false));
      this.input.addEventListener('keydown', (event) => {
        const first = this.display.list.querySelector('.dz-open');
        if (event.key !== 'ArrowDown' || event.defaultPrevented || combobox.isComposing(event) || first === null) return;
        event.preventDefault();
        first.focus();
      });
      this.form.addEventListener('submit', (event) => {
        event.preventDefault();
        this.commit();
      });
      this.by.addEventListener('change', () => this.go({ by: this.by.value }));
      this.sort.addEventListener('change', () => this.go({ sort: this.sort.value }));
      // Coming back, one goes on where one left.
      this.display.list.addEventListener('click', ({ target }) => {
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
        if (address.isBlank(this.state)) this.display.say(advice.failed(error, () => this.fill()));
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
      this.by.value = this.state.by;
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
      this.display.render(this.state);
    }

    async run(left) {
      this.running.abort();
      this.running = new AbortController();
      const { signal } = this.running;
      const { filters, sort, page } = this.state;
      this.counted = null;
      this.thorough = false;
      if (address.isBlank(this.state)) {
        this.welcome();
        return;
      }
      const slow = setTimeout(() => this.display.busy(), PATIENCE);
      try {
        const words = await this.sought();
        if (signal.aborted) return;
        this.display.explain(words === this.state.words ? await query.cut(words) : words.split(' '));
        if (signal.aborted) return;
        const limit = sort === 'year' ? STEP * page : MOST;
        const early = (result) => this.display.begin(result, this.state);
        const answer = await search(words, { filters, limit, sort, quick: true, early, signal });
        if (signal.aborted) return;
        clearTimeout(slow);
        this.display.show(answer, this.state);
        this.display.goTo(left);
        if (answer.total === 0) await this.advise(signal);
        if (signal.aborted) return;
        this.counted = new Set();
        this.recount();
        const settled = answer.exact ? answer : await this.settle(CHEAP);
        if (!settled.exact && settled.total <= PROMISED && !signal.aborted) await this.settle();
      } catch (error) {
        if (!signal.aborted) this.display.say(advice.failed(error, () => this.run()));
      } finally {
        clearTimeout(slow);
      }
    }

    // As exact a total as so many files of texts can tell.
    async settle(most) {
      const { signal } = this.running;
      const settled = await search(await this.sought(), { filters: this.state.filters, limit: 0, most, signal });
      if (signal.aborted) return settled;
      this.display.tell(settled, true);
      this.thorough = settled.exact; // the texts are at hand now
      if (this.thorough) this.recount(true);
      return settled;
    }

    // The same, whatever it costs: somebody has asked for it.
    async count() {
      const { signal } = this.running;
      const { exactly } = this.display;
      exactly.disabled = true;
      try {
        await this.settle();
      } catch (error) {
        if (!signal.aborted) this.display.finish(error.message);
      } finally {
        exactly.disabled = false;
      }
    }

    async extend() {
      const { signal } = this.running;
      const { filters, page } = this.state;
      const { found, more, end } = this.display;
      more.disabled = true;
      end.hidden = true;
      try {
        const answer = await search(await this.sought(), { filters, offset: found.length, limit: STEP, quick: true, signal });
        if (signal.aborted) return;
        this.remember({ page: page + 1 }, { replace: true });
        this.display.extend(answer.results, this.state);
      } catch (error) {
        if (!signal.aborted) this.display.finish(error.message);
      } finally {
        more.disabled = false;
      }
    }

    // The query that is asked: that of the box or, by words, one for the words it is made of.
    async sought() {
      const { words, by } = this.state;
      return by === 'words' ? asWords(words) : words;
    }

    // Live counts of the groups that can be seen and have none yet.
    async recount(again = false) {
      if (this.counted === null) return;
      if (again) this.counted.clear();
      const { signal } = this.running;
      const { filters } = this.state;
      const fields = this.filters.wanted.filter((field) => !this.counted.has(field));
      if (fields.length === 0) return;
      for (const field of fields) this.counted.add(field);
      try {
        const { thorough } = this;
        const counts = await facets(await this.sought(), { filters, fields, thorough, signal });
        if (!signal.aborted) this.filters.count(counts);
      } catch (error) {
        if (!signal.aborted) this.filters.fail(error.message, () => this.recount(true));
      }
    }

    welcome() {
      this.display.welcome(this.overview);
      if (this.overview !== undefined) this.filters.offer(this.overview);
    }

    // What may help where nothing was found: fewer filters, or a looser search.
    async advise(signal) {
      const { words, filters, view: how } = this.state;
      const { count, notice } = this.display;
      const isFiltered = address.isFiltered(this.state);
      this.display.sayNothing(words, isFiltered);
      if (words.trim() === '') return;
      if (isFiltered) {
        const answer = await search(await this.sought(), { limit: 0, signal });
        if (signal.aborted) return;
        if (answer.total > 0) {
          notice.append(view.press(`不加筛选：${view.count(answer)}`, () => this.go({ filters: {} })));
          return;
        }
      }
      count.textContent = '没有结果，正在放宽再找…';
      const loose = await loosen(words, { filters, limit: LOOSE, signal });
      if (signal.aborted) return;
      count.textContent = '没有结果';
      if (loose !== null) this.display.showLoose(loose, how, searchFor(loose.words));
    }
  }

  view.onPage(() => {
    const container = document.getElementById('duizhao-search-page');
    if (container === null || container.dataset.ready !== undefined) return;
    container.dataset.ready = '';
    new SearchPage(container).start();
  });
}
