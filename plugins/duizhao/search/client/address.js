// The state of the search page as its address says it, so that a search can be sent, kept and gone back to:
// { words, by, filters: { field: [value, …] }, view, sort, page }.
'use strict';

{
  const FIELDS = ['year', 'meeting', 'aspect', 'theme', 'part', 'kind', 'subject', 'role'];
  const VIEWS = ['lines', 'paragraphs'];
  const SORTS = ['year', 'quality', 'left', 'right'];
  const MODES = ['characters', 'words'];
  const PAGES = 50;

  const oneOf = (known, value) => (known.includes(value) ? value : known[0]);

  const read = (query) => {
    const given = new URLSearchParams(query);
    const filters = {};
    for (const field of FIELDS) {
      const values = new Set(given.getAll(field).filter((value) => value !== ''));
      if (values.size > 0) filters[field] = Array.from(values);
    }
    return {
      words: given.get('q') ?? '',
      by: oneOf(MODES, given.get('by')),
      filters,
      view: oneOf(VIEWS, given.get('view')),
      sort: oneOf(SORTS, given.get('sort')),
      page: Math.min(Math.max(Math.trunc(Number(given.get('page'))) || 1, 1), PAGES),
    };
  };

  // What is as usual is left out: '' or '?q=…'.
  const write = ({ words, by, filters, view, sort, page }) => {
    const given = new URLSearchParams();
    if (words.trim() !== '') given.set('q', words.trim());
    for (const field of FIELDS) for (const value of filters[field] ?? []) given.append(field, value);
    if (by !== MODES[0]) given.set('by', by);
    if (view !== VIEWS[0]) given.set('view', view);
    if (sort !== SORTS[0]) given.set('sort', sort);
    if (page > 1) given.set('page', page);
    const query = given.toString();
    return query === '' ? '' : `?${query}`;
  };

  const isFiltered = ({ filters }) => Object.keys(filters).length > 0;

  const isBlank = (state) => state.words.trim() === '' && !isFiltered(state);

  window.duizhao.address = { FIELDS, PAGES, read, write, isBlank, isFiltered };
}
