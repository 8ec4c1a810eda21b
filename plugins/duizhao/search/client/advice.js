// What the search page says in words: how queries are written, what there is to browse, why nothing was found.
'use strict';

{
  const { view } = window.duizhao;
  const { h, press } = view;

  const LANGUAGE = [
    ['以干代学', '一段里原样有这些字就算找到；标点按原文算，空格、大小写、全角半角、繁简、引号曲直不作区分'],
    ['学习 不够', '空格隔开的几个词，都要在同一段里'],
    ['学习*不够', '同一句里，中间隔着几个字'],
    ['宗旨|初心', '有一个就行'],
    ['学习 -理论', '有前面的，没有后面的'],
    ['"学习 -理论"', '加引号，空格和符号都照原样找'],
    ['~学习抓得不够', '连着写的一句话先切成词，都在同一段里就行；“匹配”选“按词”，整个检索框都这样'],
    ['llxx', '打拼音或首字母，框下会提示提法；缩写（如 mzshh）和它所指的词可以互相找到'],
  ];
  const KEYS = [
    ['/', '到检索框'],
    ['j k', '下一条、上一条（在结果里也可用 ↓ ↑）'],
    ['Enter', '打开'],
    ['c', '复制'],
    ['Esc', '收起提示'],
  ];
  const KINDS = {
    punctuation: '不计标点',
    near: '中间隔着几个字',
    order: '两字一组、次序不拘',
    pinyin: '按拼音或首字母',
  };
  const LONGEST = 60; // characters of a query that hardly anybody writes twice

  const rows = (pairs, tag) =>
    h('dl', {}, pairs.flatMap(([term, meaning]) => [h('dt', {}, h(tag, {}, term)), h('dd', {}, meaning)]));

  const help = () =>
    h(
      'details',
      { class: 'dz-help' },
      h('summary', {}, '检索怎么写'),
      rows(LANGUAGE, 'code'),
      h('p', { class: 'dz-keys' }, '快捷键'),
      rows(KEYS, 'kbd'),
    );

  // Why a query may not mean what it looks like: signs that are taken for text where they stand.
  const hints = (words) => {
    const text = words.trim();
    const terms = text.split(/\s+/u);
    const found = [];
    if (terms.every((term) => /^[-－]./u.test(term))) found.push('“-”前面要有别的词，单独写时按原文里的横线找。');
    if ((text.match(/["＂]/gu) ?? []).length % 2 === 1) found.push('引号只有半边，按原文里的引号找。');
    if (/(^|\s)[*＊|｜]|[*＊]($|\s)/u.test(text)) found.push('“*”和“|”要紧挨着两边的字，否则按原文找。');
    if (/(^|\s)[~～]\S*\p{Script=Han}\S*[*＊]/u.test(text)) found.push('“~”后面的词不能再用“*”连，这里按原文找。');
    if (Array.from(text).length > LONGEST) found.push(`检索词有 ${Array.from(text).length} 个字，要一字不差才找得到，可以截取一小段。`);
    return found;
  };

  // What is said where nothing was found.
  const nothing = (words, isFiltered) => {
    const shown = view.brief(words.trim());
    const what = shown === '' ? '没有一段合乎这些筛选条件' : `没有一段含有“${shown}”`;
    const lead = h('p', { class: 'dz-lead' }, isFiltered && shown !== '' ? `筛选范围内${what}` : what);
    const usual = '检索逐字进行，标点和掩码（如 XX、**）都按原文算。可以少输几个字，或去掉标点再试。';
    return [lead, ...(shown === '' ? [] : [...hints(words), usual].map((said) => h('p', {}, said)))];
  };

  // What is said above results of a looser search.
  const loosened = ({ kind, total, exact }) => [
    h('strong', { class: 'dz-kind' }, `放宽：${KINDS[kind]}`),
    `下面的结果与所输的字不完全相同，${view.count({ total, exact })}。`,
  ];

  const welcome = ({ documents, passages }) => [
    h(
      'p',
      { class: 'dz-lead' },
      `逐字检索全库原文，一个字也可以查。可检索 ${view.number(documents)} 篇文稿、${view.number(passages)} 段文字。`,
    ),
    h('p', {}, '也可以不输入文字，只选筛选条件浏览。'),
  ];

  const failed = (error, again) => [
    h('p', { class: 'dz-lead' }, '检索没能完成'),
    h('p', {}, error.message),
    press('重试', again),
  ];

  window.duizhao.advice = { KINDS, failed, help, hints, loosened, nothing, welcome };
}
