// On a document's page opened from a search, `?q=…#passage`: marks the matches in that passage and brings the first into
// view. Marks run across links on phrases; buttons and readings beside the text are no part of it.
'use strict';

{
  const { catalogue, folding, query, readings, shards, view } = window.duizhao;

  const APART = 'button, [data-reading], script, style';

  const textNodes = (element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(APART) === null ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT,
    );
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return nodes;
  };

  // [[start, end], …] in code points as code units of `text`.
  const units = (text, matches) => {
    const starts = [0];
    let unit = 0;
    for (const char of text) starts.push((unit += char.length));
    return matches.map(([start, end]) => [starts[start], starts[end]]);
  };

  const markIn = (node, from, to) => {
    const rest = node.splitText(from);
    rest.splitText(to - from);
    const mark = view.h('mark', { class: 'dz-mark' });
    rest.replaceWith(mark);
    mark.append(rest);
  };

  const highlight = (element, words) => {
    const nodes = textNodes(element);
    const text = nodes.map(({ data }) => data).join('');
    const matches = units(text, query.find(query.parse(words), text) ?? []);
    let start = 0;
    for (const node of nodes) {
      const { length } = node.data;
      const inside = matches
        .map(([from, to]) => [Math.max(from - start, 0), Math.min(to - start, length)])
        .filter(([from, to]) => from < to);
      // From the node's end, so that what is still to be marked keeps its place.
      for (let i = inside.length - 1; i >= 0; i -= 1) markIn(node, ...inside[i]);
      start += length;
    }
    return element.querySelector('mark.dz-mark');
  };

  const clear = () => {
    for (const mark of document.querySelectorAll('mark.dz-mark')) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
  };

  // What letters stand for, and traditional characters; where the index cannot be read, marks do without.
  const learn = async (texts) => {
    const { readings: known } = await catalogue.open(await shards.newest());
    await folding.prepare([...texts, ...Object.values(known)]);
    readings.learn(known);
  };

  const start = async () => {
    clear();
    const words = new URLSearchParams(location.search).get('q') ?? '';
    const element = document.getElementById(location.hash.slice(1));
    if (words === '' || element === null) return;
    await learn([words, element.textContent]).catch(() => {});
    const isReady = await query.prepare(words).then(
      () => true,
      () => false,
    );
    clear(); // another start may have come in between
    const first = (isReady && highlight(element, words)) || element;
    const show = () => first.scrollIntoView({ block: 'center' });
    show();
    // The browser goes to the passage's beginning once all is loaded; a match may stand further down.
    if (document.readyState !== 'complete') window.addEventListener('load', () => setTimeout(show), { once: true });
  };

  view.onPage(start);
  window.addEventListener('hashchange', start);
}
