// duizhao.search(query, { filters, offset, limit, quick, signal }): exact substring search over the whole archive.
//
// Resolves to { total, exact, results }. A result is a passage: { document, passage, url, title, year, meeting, kind,
// part, theme, trail, text, matches }, where `url` opens its page at the passage with the matches marked and `matches`
// are [start, end) in code points of `text` (as Array.from counts them; the same as string offsets while the text has
// no character beyond U+FFFF).
//
// `filters`: { year, meeting, theme, part, kind }, each a value or a list of values. An empty query with filters finds
// all they let through; without, nothing. `limit`: at most 1,000 (20 unless told). `total` is exact up to 1,000; beyond,
// `exact` tells whether it is or is an upper bound. `quick` stops as soon as the results asked for are known, so that
// `total` is more often a bound. `signal`: an AbortSignal. Rejects with a ShardError where a file of the index is bad.
'use strict';

{
  const { candidates, catalogue, lists, query, readings, root, shards, ShardError } = window.duizhao;

  const FIELDS = ['year', 'meeting', 'aspect', 'theme', 'part', 'kind', 'subject', 'role'];
  const LIMIT = 1_000;
  const EXACT = 1_000;
  const WAVES = [4, 12, 32]; // text shards fetched side by side: few at first, so that the first results come soon

  const stopIfAborted = (signal) => {
    if (signal?.aborted) throw new DOMException('检索已取消', 'AbortError');
  };

  const wantedOf = (filters) => {
    const wanted = new Map();
    for (const field of FIELDS) {
      const values = [filters?.[field]].flat().filter((value) => (value ?? '') !== '');
      if (values.length > 0) wanted.set(field, new Set(values.map(String)));
    }
    return wanted;
  };

  const addressOf = (url, words, passage) => {
    const address = new URL(url, root);
    if (words !== '') address.searchParams.set('q', words);
    address.hash = passage;
    return address.href;
  };

  // The candidates by the text shard that holds them: [{ part, shard, places }], places counted in the shard.
  const grouped = (parts) => {
    const groups = [];
    for (const { part, passages } of parts) {
      let group = null;
      for (const passage of passages) {
        const { shard, first } = lists.textOf(part, passage);
        if (group === null || group.shard !== shard) groups.push((group = { part, shard, places: [] }));
        group.places.push(passage - first);
      }
    }
    return groups;
  };

  // Reads the text of `groups` wave by wave, in order, and hands each passage to `visit` until it returns false.
  const visitTexts = async (groups, signal, visit) => {
    let at = 0;
    for (let wave = 0; at < groups.length; wave += 1) {
      const batch = groups.slice(at, (at += WAVES[Math.min(wave, WAVES.length - 1)]));
      // oxlint-disable-next-line no-await-in-loop -- a later wave may not be needed
      const texts = await Promise.all(batch.map(({ part, shard }) => lists.readText(part, shard)));
      stopIfAborted(signal);
      for (const [i, { places }] of batch.entries()) {
        for (const place of places) if (!visit(texts[i][place])) return;
      }
    }
  };

  // The candidates are what is sought: only the page asked for needs its text.
  const collect = async (parts, clauses, { offset, limit, signal }) => {
    let skip = offset;
    let room = limit;
    const wanted = parts.map(({ part, passages }) => {
      const page = passages.subarray(skip, skip + room);
      skip = Math.max(skip - passages.length, 0);
      room -= page.length;
      return { part, passages: page };
    });
    const results = [];
    await visitTexts(grouped(wanted), signal, (entry) => {
      results.push({ ...entry, matches: query.find(clauses, entry.text) ?? [] });
      return true;
    });
    return { total: parts.reduce((sum, { passages }) => sum + passages.length, 0), exact: true, results };
  };

  // The candidates may be more than what is sought: the text decides.
  const verify = async (parts, clauses, { offset, limit, quick, signal }) => {
    let left = parts.reduce((sum, { passages }) => sum + passages.length, 0);
    let hits = 0;
    const results = [];
    await visitTexts(grouped(parts), signal, (entry) => {
      const matches = query.find(clauses, entry.text);
      left -= 1;
      if (matches !== null) {
        if (hits >= offset && hits < offset + limit) results.push({ ...entry, matches });
        hits += 1;
      }
      return hits < offset + limit || (hits <= EXACT && !quick);
    });
    return { total: hits + left, exact: left === 0, results };
  };

  // What is shown of the passages that may be meant, in the order of results.
  const arranged = async (manifest, clauses, wanted, settled) => {
    const [shown, ...found] = await Promise.all([
      catalogue.open(manifest),
      ...manifest.segments.map(async (id) => {
        const part = await lists.segment(id);
        return { part, passages: await candidates.within(part, clauses, settled, wanted) };
      }),
    ]);
    readings.learn(shown.readings);
    return catalogue.arrange(shown.ranges, found);
  };

  const attempt = async (manifest, words, options) => {
    const clauses = query.parse(words);
    const wanted = wantedOf(options.filters);
    if (clauses.length === 0 && wanted.size === 0) return { total: 0, exact: true, results: [] };
    const settled = candidates.isSettled(clauses);
    const parts = await arranged(manifest, clauses, wanted, settled);
    stopIfAborted(options.signal);
    const answer = await (settled ? collect : verify)(parts, clauses, options);
    for (const result of answer.results) {
      result.url = addressOf(result.url, clauses.length === 0 ? '' : words, result.passage);
    }
    return answer;
  };

  const whole = (value, least, most) => Math.min(Math.max(Math.trunc(Number(value)) || 0, least), most);

  // Does `act` with the newest manifest; once more where a file is gone because the site was built anew meanwhile.
  const withManifest = async (act) => {
    const manifest = await shards.newest();
    try {
      return await act(manifest);
    } catch (error) {
      const fresh = error instanceof ShardError ? await shards.renew(manifest) : null;
      if (fresh === null) throw error;
      return act(fresh);
    }
  };

  const search = (words, wanted) => {
    const { filters, offset = 0, limit = 20, quick = false, signal } = wanted ?? {};
    const options = {
      filters: filters ?? {},
      offset: whole(offset, 0, Number.MAX_SAFE_INTEGER),
      limit: whole(limit, 0, LIMIT),
      quick,
      signal,
    };
    return withManifest((manifest) => attempt(manifest, String(words ?? ''), options));
  };

  // What there is to choose from, the most frequent first: { documents, passages, facets: { year: [value, …], … },
  // counts: { year: [passages, …], … } }.
  const overview = async () => {
    const { documents, passages, facets } = await catalogue.open(await shards.newest());
    const column = (place) => FIELDS.map((field) => [field, facets[field].map((pair) => pair[place])]);
    return { documents, passages, facets: Object.fromEntries(column(0)), counts: Object.fromEntries(column(1)) };
  };

  Object.assign(window.duizhao, { search, overview });
}
