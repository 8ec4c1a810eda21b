// The filters of the search page: a group of boxes for each field with live counts, and what is chosen as chips that can
// be taken off. On a phone the groups stand behind a button.
'use strict';

{
  const { address, view } = window.duizhao;
  const { h, press, LABELS } = view;

  const FIRST = 8; // values shown of a field before all of them are asked for
  const OPEN = new Set(['year', 'part', 'theme']); // groups that are open where there is room

  const named = (field, value) => (field === 'year' ? `${value} 年度` : String(value));

  // One field. Values keep their places while counts change, so that nothing moves under a finger.
  class Group {
    constructor(field, { choose, open }) {
      this.field = field;
      this.boxes = new Map();
      this.all = false;
      this.values = h('div', { class: 'dz-values', role: 'group', 'aria-label': LABELS[field] });
      this.more = press('', () => this.unfold(), { class: 'dz-button dz-rest', hidden: true });
      this.badge = h('span', { class: 'dz-chosen', hidden: true });
      this.element = h(
        'details',
        { class: 'dz-group', 'data-field': field, hidden: true },
        h('summary', {}, LABELS[field], this.badge),
        this.values,
        this.more,
      );
      this.element.addEventListener('toggle', () => this.element.open && open(field));
      this.values.addEventListener('change', () => choose());
    }

    add(values) {
      const fresh = values.filter((value) => !this.boxes.has(String(value)));
      for (const value of fresh) {
        const box = h('input', { type: 'checkbox', name: this.field, value });
        const sum = h('span', { class: 'dz-sum' });
        const label = h('label', { class: 'dz-value' }, box, h('span', {}, String(value)), sum);
        this.boxes.set(String(value), { box, sum, label, count: null });
      }
      if (fresh.length > 0) this.arrange();
      this.draw();
    }

    // The latest year first; values of other fields stay as they came, the most frequent first.
    arrange() {
      const entries = Array.from(this.boxes);
      // oxlint-disable-next-line unicorn/no-array-sort -- toSorted() is missing from browsers older than 2023
      if (this.field === 'year') entries.sort(([a], [b]) => b - a);
      this.boxes = new Map(entries);
      this.values.append(...entries.map(([, { label }]) => label));
    }

    get chosen() {
      return Array.from(this.boxes.values(), ({ box }) => box).filter(({ checked }) => checked).map(({ value }) => value);
    }

    set chosen(values) {
      this.add(values);
      for (const [value, { box }] of this.boxes) box.checked = values.includes(value);
      this.draw();
    }

    count(pairs, exact) {
      const counts = new Map(pairs.map(([value, count]) => [String(value), count]));
      this.add(pairs.map(([value]) => value));
      for (const [value, entry] of this.boxes) {
        entry.count = counts.get(value) ?? 0;
        entry.sum.textContent = `${exact ? '' : '≤'}${view.number(entry.count)}`;
        entry.sum.title = exact ? '' : `至多 ${view.number(entry.count)} 段`;
      }
      this.draw();
    }

    unfold() {
      const shown = this.visible.length;
      this.all = true;
      this.draw();
      this.visible[shown]?.box.focus();
    }

    get visible() {
      return Array.from(this.boxes.values()).filter(({ label }) => !label.hidden);
    }

    draw() {
      const { chosen } = this;
      const present = Array.from(this.boxes.values()).filter(({ box, count }) => box.checked || count !== 0);
      for (const each of this.boxes.values()) each.label.hidden = true;
      present.forEach(({ box, label }, i) => (label.hidden = !(this.all || i < FIRST || box.checked)));
      this.more.hidden = this.visible.length >= present.length;
      this.more.textContent = `全部 ${present.length} 项`;
      this.element.hidden = this.boxes.size === 0;
      this.values.toggleAttribute('data-none', present.length === 0);
      this.badge.hidden = chosen.length === 0;
      this.badge.textContent = `已选 ${chosen.length}`;
    }
  }

  // `change(filters)` is told of a choice, `open()` of a group that wants counts.
  class Filters {
    constructor({ change, open }) {
      this.change = change;
      const heard = { choose: () => this.choose(), open };
      this.groups = new Map(address.FIELDS.map((field) => [field, new Group(field, heard)]));
      this.note = h('p', { class: 'dz-bound', hidden: true }, '命中很多，数目是上限。');
      this.fault = h('p', { class: 'dz-fault', hidden: true });
      this.panel = h(
        'div',
        { class: 'dz-filters', id: 'dz-filters', role: 'group', 'aria-label': '筛选' },
        Array.from(this.groups.values(), ({ element }) => element),
        this.note,
        this.fault,
      );
      this.button = press('筛选', () => this.toggle(), {
        class: 'dz-button dz-narrow',
        'aria-expanded': 'false',
        'aria-controls': 'dz-filters',
      });
      this.chips = h('div', { class: 'dz-chips', role: 'group', 'aria-label': '已选的筛选条件', hidden: true });
      this.opened = open;
    }

    // Groups that are open at first, once it is known how much room there is.
    start() {
      const roomy = getComputedStyle(this.button).display === 'none';
      for (const [field, { element, chosen }] of this.groups) {
        element.open = chosen.length > 0 || (roomy && OPEN.has(field));
      }
    }

    toggle() {
      const open = this.button.getAttribute('aria-expanded') !== 'true';
      this.button.setAttribute('aria-expanded', String(open));
      if (open) this.opened();
    }

    // All there is to choose from.
    offer({ facets, counts }) {
      for (const [field, group] of this.groups) {
        group.add(facets[field]);
        group.count(facets[field].map((value, i) => [value, counts[field][i]]), true);
      }
    }

    // The fields whose counts can be seen.
    get wanted() {
      const shown = getComputedStyle(this.panel).display !== 'none';
      return shown ? address.FIELDS.filter((field) => this.groups.get(field).element.open) : [];
    }

    count({ exact, counts }) {
      for (const [field, pairs] of Object.entries(counts)) this.groups.get(field).count(pairs, exact);
      this.note.hidden = exact;
      this.fault.hidden = true;
    }

    fail(message, again) {
      this.fault.replaceChildren('筛选的数目没能算出。', press('重试', again), h('small', {}, message));
      this.fault.hidden = false;
    }

    get filters() {
      const chosen = Array.from(this.groups, ([field, group]) => [field, group.chosen]);
      return Object.fromEntries(chosen.filter(([, values]) => values.length > 0));
    }

    set filters(filters) {
      for (const [field, group] of this.groups) group.chosen = filters[field] ?? [];
      const pairs = Object.entries(filters).flatMap(([field, values]) => values.map((value) => [field, value]));
      this.chips.replaceChildren(
        ...pairs.map(([field, value]) => this.chip(field, value)),
        ...(pairs.length > 0 ? [press('清除筛选', () => this.change({}), { class: 'dz-button dz-clear' })] : []),
      );
      this.chips.hidden = pairs.length === 0;
      this.button.textContent = pairs.length > 0 ? `筛选（${pairs.length}）` : '筛选';
    }

    chip(field, value) {
      const words = named(field, value);
      const attributes = { class: 'dz-button dz-pick', 'aria-label': `去掉筛选：${LABELS[field]} ${words}` };
      const isSaid = field === 'year';
      return press([isSaid ? '' : h('small', {}, LABELS[field]), words], () => this.drop(field, value), attributes);
    }

    drop(field, value) {
      const { filters } = this;
      filters[field] = (filters[field] ?? []).filter((each) => each !== value);
      this.change(Object.fromEntries(Object.entries(filters).filter(([, values]) => values.length > 0)));
      (this.chips.querySelector('button') ?? document.querySelector('.dz-input')).focus(); // the chip has gone
    }

    choose() {
      this.change(this.filters);
    }
  }

  window.duizhao.Filters = Filters;
}
