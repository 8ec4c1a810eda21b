// What is copied of a result, and how.
'use strict';

{
  const { view } = window.duizhao;

  // file:// pages of some browsers and intranet sites without https have no clipboard interface: a selection serves them.
  const bySelection = (text) => {
    const before = document.activeElement;
    const area = view.h('textarea', { class: 'dz-offscreen', readonly: true, 'aria-hidden': 'true' });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    before?.focus({ preventScroll: true });
    if (!done) throw new Error('浏览器不允许复制');
  };

  // Rejects where the browser does not allow it.
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      bySelection(text);
    }
  };

  // ——《题名》（2022 年度，年度民主生活会）
  const source = ({ title, year, meeting }) => {
    const facts = [year === null ? '' : `${year} 年度`, meeting ?? ''].filter((fact) => fact !== '');
    return `——《${title}》${facts.length > 0 ? `（${facts.join('，')}）` : ''}`;
  };

  const withSource = (result) => `${result.text}\n${source(result)}`;

  // The passage's own address, without what was searched for.
  const permalink = ({ url }) => {
    const address = new URL(url);
    address.search = '';
    return address.href;
  };

  window.duizhao.clipboard = { copy, permalink, source, withSource };
}
