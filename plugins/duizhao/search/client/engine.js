// The engine, the one interface of what is shown. All of `window.duizhao`:
//
// search(words, { filters, offset, limit, quick, most, sort, early, signal }) → { total, exact, least?, results, ordered? }
//   Exact search over the whole archive, in the language of query.js. A result is a passage: { document, passage, url,
//   title, year, meeting, kind, subject, role, part, theme, aspect, trail, text, matches }, where `url` opens its page at
//   the passage with the matches marked and `matches` are [start, end) in code points of `text` (as Array.from counts
//   them), in order, not overlapping; none when browsing.
//   `filters`: { field: value or list of values }, of year, meeting, aspect, theme, part, kind, subject, role. An empty
//   query with filters finds all they let through; without, nothing. `limit`: at most 1,000 (10 unless told).
//   `total` is exact up to 1,000; beyond, `exact` tells whether it is or is an upper bound. `quick` stops as soon as the
//   results asked for are known, so that `total` is more often a bound: ask so first, and for the total afterwards. `most`
//   is how many files of texts may be read; where they do not do, `total` is a bound. Of a bound `least` says how many have
//   been found.
//   `sort`: `year` is the archive's order, newest first. `quality` (good examples first), `left` and `right` (by context)
//   order the first results alone, 60 of them; `ordered` says how many, and there are no pages beyond. `early(result)` is
//   told the first result as soon as it is known, while the others are still on their way; in the archive's order alone.
// facets(words, { filters, fields, thorough, signal }) → { exact, counts: { field: [[value, passages], …] } }
//   Live counts, the most frequent first; of each field over what the filters of the others let through. Where not
//   `exact`, they count what may match: upper bounds. `thorough` reads up to 1,000 passages for exact ones: once their
//   number has been found exactly, no file is loaded for that.
// ahead(words)
//   While somebody types: loads what says where the lists for a query are, a few kilobytes. Never rejects.
// overview() → { documents, passages, facets: { field: [value, …] }, counts: { field: [passages, …] } }
//   What there is in the whole archive, the most frequent first, at most 300 values a field.
// suggest(words, { limit, signal }) → [{ kind, text, uses, url }, …]
//   While typing: `phrase` (with the passages that use it, and `words`, a query for these: a phrase may have several
//   wordings), by its beginning, its pinyin or its initials; then `lead`,
//   sentences of the archive that begin so, with the address of one.
// loosen(words, { filters, limit, signal }) → null or { kind, words, total, exact, results }
//   For when nothing was found: the first kind of looser search that finds something. `punctuation`: signs are ignored
//   (at one place where the query has none; wherever it has some); `near`: at one place other characters stand between;
//   `order`: two characters at a time, in any order; `pinyin`: phrases that are so spelt or begin with these letters.
//   `words` is a query that finds about the same: what was really sought, to be shown.
// order.alike(results) → [[result, …others of identical wording around the match], …]; order.sentence(result) → [start, end)
//
// `signal`: an AbortSignal. All reject with a ShardError, whose message is for people, where a file of the index is bad;
// the next call loads it again.
'use strict';

{
  const { candidates, catalogue, counting, folding, order, query, readings, root, segments, shards, ShardError, texts } = window.duizhao;

  const FIELDS = ['year', 'meeting', 'aspect', 'theme', 'part', 'kind', 'subject', 'role'];
  const LIMIT = 1_000;
  const EXACT = 1_000;
  const FIRST = 10; // text shards fetched side by side at first, so that results come soon, and
  const WAVE = 32; // at most
  const LIST = 2.5; // a shard of lists is so many times the size of one of text
  const POOL = 60; // results that are put into another order than the archive's
  const READ = 150; // candidates that are read for exact counts of values
  const PROMISING = 0.5; // share left out by the last list for which one more is read before any text
  const SAMPLE = 40; // wrong candidates looked at for which list to read next
  const REACH = { quick: 1, thorough: 8 }; // shards of a long list that are read at first, and
  const FURTHER = 4; // so many times as many where these do not hold enough

  const silent = () => {};

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

  const sizeOf = (parts) => parts.reduce((sum, { passages }) => sum + passages.length, 0);

  const learn = async (shown) => {
    await folding.prepare(Object.values(shown.readings));
    readings.learn(shown.readings);
  };

  const parse = async (words) => {
    await query.prepare(words);
    return query.parse(words);
  };

  // How many passages there may be besides those of `parts`, where not all candidates are known.
  const beyond = (states, parts) =>
    states.some(({ until }) => until < Infinity)
      ? states.reduce((sum, { passages, rest }) => sum + passages.length + rest, 0) - sizeOf(parts)
      : 0;

  // Whether a list says how many passages are sought though it has not been read to its end.
  const isCounted = (shown, states, clauses, filters) =>
    clauses.length === 1 &&
    clauses[0].patterns.flat().length === 1 &&
    wantedOf(filters).size === 0 &&
    states.reduce((sum, { part }) => sum + part.passages, 0) === shown.passages;

  // The candidates are what is sought: only the page asked for needs its text.
  const collect = async (shown, states, clauses, { filters, offset, limit, early, signal }) => {
    const parts = catalogue.arrange(shown.ranges, states);
    let skip = offset;
    let room = limit;
    const wanted = parts.map(({ part, passages }) => {
      const page = passages.subarray(skip, skip + room);
      skip = Math.max(skip - passages.length, 0);
      room -= page.length;
      return { part, passages: page };
    });
    const groups = await texts.grouping(wanted.filter(({ passages }) => passages.length > 0)).next(limit);
    const found = (entry) => ({ ...entry, matches: query.find(clauses, entry.text) ?? [] });
    const flying = groups.map(texts.send);
    if (limit > 0 && groups.length > 1) early(found((await flying[0])[groups[0].places[0]]));
    const read = await Promise.all(flying);
    stopIfAborted(signal);
    const results = groups.flatMap(({ places }, i) => places.map((place) => found(read[i][place])));
    const [hits, hidden] = [sizeOf(parts), beyond(states, parts)];
    return { total: hits + hidden, exact: hidden === 0 || isCounted(shown, states, clauses, filters), hits, results };
  };

  // The candidates may be more than what is sought: the text decides. As many texts are on their way as are likely to be
  // needed, and looked at in order. Where many candidates turn out wrong, one more list is read instead.
  const verify = async (ranges, states, clauses, { offset, limit, quick, early = silent, signal, most = Infinity }) => {
    const results = [];
    const seen = new Map(states.map(({ part }) => [part, new Set()]));
    const found = new Map(states.map(({ part }) => [part, []]));
    const flying = []; // texts on their way
    let wrong = [];
    let [hits, checked, sent] = [0, 0, 0];
    let [parts, groups, left, hidden] = [];
    const arrange = () => {
      parts = catalogue.arrange(ranges, states);
      groups = texts.grouping(parts);
      left = sizeOf(parts);
      hidden = beyond(states, parts);
    };
    arrange();
    const needed = quick ? offset + limit : Math.max(offset + limit, EXACT + 1);
    const isDone = () => left === 0 || hits >= needed;
    const isSpent = () => sent >= most && flying.length === 0;

    const check = (entry, part, passage) => {
      seen.get(part).add(passage);
      const matches = query.find(clauses, entry.text);
      left -= 1;
      checked += 1;
      if (matches === null) {
        if (wrong.length < SAMPLE) wrong.push(folding.fold(entry.text).text);
        return;
      }
      if (hits >= offset && hits < offset + limit) results.push({ ...entry, matches });
      if (hits === offset && limit > 0) early(results[0]);
      found.get(part).push(passage);
      hits += 1;
    };

    // How many text shards are still to be read, at most, if of each candidate such a share is right.
    const rest = (share) => Math.min(Math.ceil((needed - hits) / share), left);

    // Reads one more list where that costs less than the text of what it would leave out; whether it did.
    const narrow = async () => {
      const share = (hits + 1) / (checked + 2);
      const open = states.filter(({ passages, isEmpty }) => passages.length > 0 && !isEmpty());
      const plans = await Promise.all(open.map(({ plan }) => plan(wrong)));
      const cost = LIST * plans.reduce((sum, plan) => sum + plan.cost, 0);
      const power = Math.max(...plans.map((plan) => plan.power), 0);
      if (open.length === 0 || cost >= rest(share) * (1 - share) * power) return false;
      if (checked === 0 && power < PROMISING) return false;
      for (const state of states) state.leave(seen.get(state.part));
      await Promise.all(open.map((state) => state.narrow(wrong)));
      // What is known of the candidates left: of those found wrong, only the ones these lists would have kept.
      const kept = wrong.filter((text) => plans.some(({ gram }) => text.includes(gram)));
      if (wrong.length > 0) checked = hits + Math.ceil(((checked - hits) * kept.length) / wrong.length);
      wrong = kept;
      arrange();
      return true;
    };

    // Sends for as many texts as are likely to be needed; for no more where a list may be the better choice.
    const send = async () => {
      const share = (hits + 2) / (checked + 2);
      if (flying.length > 0 && share < 0.5) return;
      const count = Math.min(Math.min(rest(share), checked === 0 ? FIRST : WAVE) - flying.length, most - sent);
      if (count <= 0) return;
      const batch = await groups.next(count);
      sent += batch.length;
      for (const group of batch) flying.push({ group, entries: texts.send(group) });
    };

    /* oxlint-disable no-await-in-loop -- what was read decides what is read next */
    while (!isDone() && !isSpent()) {
      if (flying.length > 0 || !(await narrow())) {
        await send();
        const { group, entries } = flying.shift();
        const { part, shard, places } = group;
        const read = await entries;
        for (const place of places) if (!isDone()) check(read[place], part, shard.first + place);
      }
      stopIfAborted(signal);
    }
    /* oxlint-enable no-await-in-loop */
    return { total: hits + left + hidden, exact: left + hidden === 0, hits, results, found, isCut: isSpent() };
  };

  const attempt = async (manifest, words, options) => {
    const clauses = options.clauses ?? (await parse(words));
    const wanted = wantedOf(options.filters);
    if (clauses.length === 0 && wanted.size === 0) return { total: 0, exact: true, results: [] };
    const settled = candidates.isSettled(clauses);
    const { offset, limit, quick, signal } = options;
    const needed = quick ? offset + limit : Math.max(offset + limit, EXACT + 1);
    const addressed = (result) => ({ ...result, url: addressOf(result.url, clauses.length === 0 ? '' : words, result.passage) });
    let isTold = false;
    const early = (result) => {
      if (!isTold && !signal?.aborted) options.early(addressed(result));
      isTold = true;
    };
    const asked = { ...options, early };
    let answer = null;
    // oxlint-disable no-await-in-loop -- long lists are read on where their beginnings do not hold enough
    for (let reach = quick ? REACH.quick : REACH.thorough; answer === null; reach *= FURTHER) {
      const [shown, ...states] = await Promise.all([
        catalogue.open(manifest),
        ...manifest.segments.map(async (id) =>
          candidates.open(await segments.segment(id), clauses, settled, wanted, reach),
        ),
      ]);
      stopIfAborted(signal);
      await learn(shown);
      const parts = catalogue.arrange(shown.ranges, states);
      const isWhole = states.every(({ until }) => until === Infinity);
      if (isWhole || sizeOf(parts) >= needed) {
        const isSettled = states.every(({ isExact }) => isExact);
        const found = await (isSettled ? collect(shown, states, clauses, asked) : verify(shown.ranges, states, clauses, asked));
        if (isWhole || found.hits >= needed || found.isCut) answer = found;
      }
    }
    // oxlint-enable no-await-in-loop
    const { total, exact, hits } = answer;
    const results = answer.results.map(addressed);
    return exact ? { total, exact, results } : { total, exact, least: hits, results };
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

  const search = async (words, wanted) => {
    const { filters, offset = 0, limit = 10, quick = false, most, sort, early = silent, signal, clauses } = wanted ?? {};
    const options = {
      clauses, // of loose.js alone: what `words` is taken for
      filters: filters ?? {},
      offset: whole(offset, 0, Number.MAX_SAFE_INTEGER),
      limit: whole(limit, 0, LIMIT),
      quick,
      most,
      early: silent,
      signal,
    };
    const ask = (page) => withManifest((manifest) => attempt(manifest, String(words ?? ''), page));
    if (!Object.hasOwn(order.ORDERS, sort)) return ask({ ...options, early });
    const answer = await ask({ ...options, offset: 0, limit: POOL });
    const results = order.sort(answer.results, sort).slice(options.offset, options.offset + options.limit);
    return { ...answer, results, ordered: answer.results.length };
  };

  // The passages found among candidates, if these are few enough to be read; else all of them.
  const settle = async ({ ranges }, states, clauses, most, signal) => {
    const isShort = async ({ passages, plan }) => passages.length > 0 && (await plan([])).cost === 1;
    let open = states;
    /* oxlint-disable no-await-in-loop -- what is left decides whether more is read */
    while (sizeOf(catalogue.arrange(ranges, states)) > most && open.length > 0) {
      const short = await Promise.all(states.map(isShort));
      open = states.filter((_, i) => short[i]);
      await Promise.all(open.map((state) => state.narrow([])));
    }
    /* oxlint-enable no-await-in-loop */
    if (sizeOf(catalogue.arrange(ranges, states)) > most) return { exact: false, parts: catalogue.arrange(ranges, states) };
    const { found } = await verify(ranges, states, clauses, { offset: 0, limit: 0, quick: false, signal });
    return { exact: true, parts: Array.from(found, ([part, passages]) => ({ part, passages })) };
  };

  const facets = async (words, wanted) => {
    const { filters, fields = FIELDS, thorough = false, signal } = wanted ?? {};
    const clauses = await parse(String(words ?? ''));
    const known = fields.filter((field) => FIELDS.includes(field));
    return withManifest((manifest) =>
      counting.facets(manifest, clauses, {
        fields: known,
        wanted: wantedOf(filters),
        verify: async (shown, states) => {
          await learn(shown);
          return settle(shown, states, clauses, thorough ? EXACT : READ, signal);
        },
      }),
    );
  };

  const ahead = async (words) => {
    try {
      const [manifest, clauses] = await Promise.all([shards.newest(), parse(String(words ?? ''))]);
      await Promise.all(manifest.segments.map(async (id) => candidates.locate(await segments.segment(id), clauses)));
    } catch {} // oxlint-disable-line no-empty -- the search itself will say so
  };

  // What there is to choose from, the most frequent first: { documents, passages, facets: { year: [value, …], … },
  // counts: { year: [passages, …], … } }.
  const overview = async () => {
    const manifest = await shards.newest();
    const opening = [catalogue.open(manifest), ...manifest.segments.map(segments.prepare)];
    const [{ documents, passages, facets: known }] = await Promise.all(opening);
    const column = (place) => FIELDS.map((field) => [field, known[field].map((pair) => pair[place])]);
    return { documents, passages, facets: Object.fromEntries(column(0)), counts: Object.fromEntries(column(1)) };
  };

  // Where the tables of suggestions are, by bucket.
  const suggestions = () => withManifest(async (manifest) => (await catalogue.open(manifest)).suggestions);

  Object.assign(window.duizhao, { ahead, search, facets, overview, suggestions });
}
