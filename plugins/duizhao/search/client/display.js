// What the search page shows in the places of its frame: results and how many there are, or something said instead.
'use strict';

{
  const { address, advice, frame, results, view } = window.duizhao;

  const EXACT = 1_000; // results up to which the engine counts

  class Display {
    constructor(container, places) {
      this.container = container;
      Object.assign(this, places);
      this.found = [];
      this.total = 0;
      this.order = undefined; // how many results have been put in order
    }

    // An answer's results, as `state` (see address.js) wants them.
    show(answer, state) {
      this.container.removeAttribute('aria-busy');
      this.notice.hidden = true;
      this.found = answer.results;
      this.order = answer.ordered;
      this.tell(answer);
      this.render(state);
    }

    // The first result, while the others are on their way: where results stand already, these stay until all are there.
    begin(result, { view: how }) {
      if (this.found.length > 0) return;
      this.notice.hidden = true;
      this.found = [result];
      this.fill(how);
    }

    // Says which words were cut from what stands in the box, if any.
    explain(words) {
      this.cut.hidden = words.length === 0;
      if (words.length > 0) this.cut.textContent = `按词检索：${words.join('、')}。这些词都在同一段里就算找到，先后、间隔不限。`;
    }

    render({ sort, view: how, page }) {
      this.fill(how);
      const isAll = this.found.length === 0 || this.found.length >= this.total || sort !== 'year';
      this.more.hidden = isAll || page >= address.PAGES;
      const isLast = !isAll && page >= address.PAGES;
      this.finish(isLast ? `只列出前 ${view.number(this.found.length)} 段；请多输几个字，或加上筛选。` : '');
      this.ordered.hidden = this.found.length === 0 || this.order === undefined || this.order >= this.total;
      this.ordered.textContent = `只排了最前面的 ${this.order} 段（按年度取），按“${frame.SORTS[sort]}”排列；其余的没有排进来，可以加筛选缩小范围。`;
    }

    fill(how) {
      results.show(this.list, this.found, how, (said) => this.said.replaceChildren(said));
    }

    // More results below those shown; the keys go on at the first of them.
    extend(more, state) {
      const shown = this.list.children.length;
      this.found.push(...more);
      this.render(state);
      (this.list.children[shown] ?? this.list.lastElementChild)?.querySelector('.dz-open').focus();
    }

    finish(words) {
      this.end.textContent = words;
      this.end.hidden = words === '';
    }

    // How many there are. Where that is not known exactly, one may ask for it, if `canSettle`: up to a thousand is counted.
    tell(answer, canSettle = false) {
      const isMany = answer.least > EXACT;
      const atLeast = isMany ? `${view.number(EXACT)} 段以上，` : '';
      this.exactly.hidden = answer.exact || isMany || !canSettle;
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
      this.exactly.hidden = true;
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

    // Says that nothing was found, and why that may be.
    sayNothing(words, isFiltered) {
      this.say(advice.nothing(words, isFiltered));
      this.tools.hidden = false;
    }

    welcome(overview) {
      delete this.count.dataset.total;
      this.count.textContent = '';
      this.say(overview === undefined ? [] : advice.welcome(overview));
    }

    // What a looser search has found, labelled as that; `all` is the address of the whole of it.
    showLoose(loose, how, all) {
      const label = view.h('p', { class: 'dz-loose', 'data-kind': loose.kind }, advice.loosened(loose));
      if (loose.total > loose.results.length || !loose.exact) label.append(view.h('a', { href: all }, '查看全部'));
      this.notice.append(label);
      this.count.textContent = `没有结果；${advice.KINDS[loose.kind]}，${view.count(loose)}`;
      this.found = loose.results;
      this.fill(how);
    }
  }

  window.duizhao.Display = Display;
}
