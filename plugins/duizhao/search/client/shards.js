// Loads the files of the index as classic scripts: the one transport that works under http and file:// alike. Each
// calls `duizhao.register(name, data)`.
'use strict';

{
  const PATIENCE = 20_000; // milliseconds a file may take
  const KEPT = 2_000; // files kept in memory, the least recently used go first; about 25 kB each
  const FORMAT = 5;

  // This script is served from assets/duizhao/ of the site.
  const root = new URL('../../', document.currentScript.src);

  const { packing } = window.duizhao;
  const TOO_OLD = '请换用 2023 年 5 月以后的 Chrome、Edge、Firefox 或 Safari';
  const RELOAD = '请刷新页面再试；若仍如此，请站点维护者重新生成站点';

  class ShardError extends Error {
    constructor(name, reason, remedy = RELOAD) {
      super(`检索数据“${name}”${reason}。${remedy}。`);
      this.name = 'ShardError';
    }
  }

  const arrived = new Map();
  const loaded = new Map();

  const register = (name, data) => arrived.set(name, data);

  const request = (name, address) =>
    new Promise((resolve, reject) => {
      const script = document.createElement('script');
      const settle = (act) => {
        clearTimeout(timer);
        script.remove();
        act();
      };
      const fail = (reason) => settle(() => reject(new ShardError(name, reason)));
      const timer = setTimeout(fail, PATIENCE, '迟迟没有载入');
      script.addEventListener('error', () => fail('没能载入，可能是文件缺失或网络中断'));
      script.addEventListener('load', () => {
        if (!arrived.has(name)) {
          fail('已经损坏');
          return;
        }
        const data = arrived.get(name);
        arrived.delete(name);
        settle(() => resolve(data));
      });
      script.src = address;
      document.head.append(script);
    });

  // A file's data, or what `unpack` makes of it where one is given.
  const requestUnpacked = async (name, address, unpack) => {
    const data = await request(name, address);
    if (unpack === null) return data;
    if (!packing.canUnpack()) throw new ShardError(name, '要用较新的浏览器才能读取', TOO_OLD);
    try {
      return await unpack(data);
    } catch (error) {
      throw error instanceof ShardError ? error : new ShardError(name, '已经损坏');
    }
  };

  // The data of one file, by its name: its path below search/ without the ending. What is packed `unpack` makes of it.
  const load = (name, unpack = null) => {
    let data = loaded.get(name);
    if (data === undefined) {
      data = requestUnpacked(name, new URL(`search/${name}.js`, root).href, unpack);
      data.catch(() => loaded.delete(name));
    }
    loaded.delete(name);
    loaded.set(name, data);
    if (loaded.size > KEPT) loaded.delete(loaded.keys().next().value);
    return data;
  };

  const assets = new Map();

  // The data of a script that stands beside this one.
  const asset = (name, unpack = null) => {
    if (!assets.has(name)) {
      const data = requestUnpacked(name, new URL(`assets/duizhao/${name}.js`, root).href, unpack);
      assets.set(name, data);
      data.catch(() => assets.delete(name));
    }
    return assets.get(name);
  };

  let manifest = null;

  const readManifest = async () => {
    // The manifest alone keeps its name from build to build, so no cache may answer for it.
    const address = new URL(`search/manifest.js?${Date.now().toString(36)}`, root);
    const data = await request('manifest', address.href);
    if (data.format !== FORMAT) throw new ShardError('manifest', '与本页的版本不合');
    return data;
  };

  // What the index is made of: { catalogue, segments }, names of its parts. The same object while it is the same.
  const newest = () => {
    if (manifest === null) {
      manifest = readManifest();
      manifest.catch(() => (manifest = null));
    }
    return manifest;
  };

  // The manifest of a site built anew since `stale` was read; null when it is still the same.
  const renew = async (stale) => {
    const same = (data) => JSON.stringify(data) === JSON.stringify(stale);
    if (same(await newest())) manifest = null;
    const fresh = await newest();
    return same(fresh) ? null : fresh;
  };

  Object.assign(window.duizhao, { register, root, ShardError, shards: { asset, load, newest, renew } });
}
