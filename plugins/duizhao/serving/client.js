/* In every page under `duizhao serve`: loads it again after a build that changed the site, and says what is wrong.

   A page knows which build it shows; the server's news name the latest one and all that is wrong now, so that nothing is
   lost with a connection. Only a page in sight listens: browsers allow six connections to a server, however many tabs. */
(() => {
  'use strict';

  const EVENTS = '/.duizhao/events';
  const RETRY = 2000; // milliseconds; most failures the browser retries by itself
  const DISMISSED = 'duizhao-dismissed'; // what a person has read and closed stays closed until it changes
  const STYLE = `
    :host { all: initial; position: sticky; z-index: 2147483647; top: 0; max-height: 45vh; overflow: auto;
      display: flex; gap: 1rem; align-items: flex-start; padding: .75rem max(1rem, calc(50vw - 36rem));
      font: 15px/1.6 system-ui, sans-serif; overflow-wrap: anywhere; color: #fff; background: #5c4300;
      border-bottom: 1px solid #fff6; }
    :host(.failed) { background: #8b1a1a; }
    div { flex: 1; }
    ul { margin: .25rem 0 0; padding: 0 0 0 1.2rem; }
    button { flex: none; min-width: 44px; min-height: 44px; padding: 0 .75rem; font: inherit; color: inherit;
      background: none; border: 1px solid currentcolor; border-radius: 4px; cursor: pointer; }
    @media print { :host { display: none; } }`;

  const shown = document.currentScript.dataset.build;
  let source = null;
  let stale = false;
  let composing = false; // an input method's word would be lost
  let banner = null;

  function follow() {
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) {
      source = new EventSource(EVENTS);
      source.addEventListener('message', hear);
      source.addEventListener('error', retry);
    }
  }

  function retry(event) {
    if (event.target.readyState !== EventSource.CLOSED || event.target !== source) return;
    source = null;
    setTimeout(follow, RETRY);
  }

  function hear(event) {
    const news = JSON.parse(event.data);
    show(news);
    stale = news.build !== shown;
    renew();
  }

  function renew() {
    if (stale && !composing) location.reload();
  }

  function show({ failed, problems, count }) {
    const told = JSON.stringify([failed, problems, count]);
    banner?.remove();
    banner = null;
    if (!count || sessionStorage.getItem(DISMISSED) === told) return;
    banner = document.createElement('div');
    banner.setAttribute('role', 'alert');
    banner.className = failed ? 'failed' : '';
    document.body.prepend(banner); // empty at first: what comes into an alert is read out
    const style = element('style', STYLE);
    const text = element('div');
    const close = element('button', '关闭');
    close.type = 'button';
    close.addEventListener('click', () => {
      sessionStorage.setItem(DISMISSED, told);
      banner.remove();
    });
    text.append(element('strong', failed ? '没有生成成功，改好后会自动重做：' : `有 ${count} 个文件未收入：`), list(problems, count));
    banner.attachShadow({ mode: 'open' }).append(style, text, close);
  }

  function list(problems, count) {
    const items = element('ul');
    for (const { where, reason, remedy } of problems) {
      const item = element('li');
      if (where) item.append(element('b', where), '：');
      item.append(`${reason}。`, remedy ? `${remedy}。` : '');
      items.append(item);
    }
    if (count > problems.length) items.append(element('li', `还有 ${count - problems.length} 个，见终端。`));
    return items;
  }

  function element(name, text = '') {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  document.addEventListener('visibilitychange', follow);
  document.addEventListener('compositionstart', () => { composing = true; });
  document.addEventListener('compositionend', () => {
    composing = false;
    renew();
  });
  follow();
})();
