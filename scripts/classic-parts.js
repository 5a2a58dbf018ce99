/* Joins the classic scripts of this folder, which are AMD modules: what engine.js exports is the global openretouchEngine. */
globalThis.openretouchDefine ??= (() => {
  const parts = new Map();
  const nameOf = (path) => path.replace(/^\.\//, '');
  /* A page that can load scripts names a function openretouchLoadPart; others load the part beforehand. */
  const require = ([path], resolve, reject) => {
    const name = nameOf(path);
    Promise.resolve(parts.has(name) ? undefined : globalThis.openretouchLoadPart?.(`${name}.js`)).then(() => {
      if (parts.has(name)) resolve(parts.get(name));
      else reject(new Error(`${name}.js: absent (expected the script classic/${name}.js)`));
    }, reject);
  };
  const define = (id, dependencies, factory) => {
    const exports = {};
    const given = dependencies.map((path) => {
      if (path === 'exports' || path === 'require') return path === 'exports' ? exports : require;
      if (!parts.has(nameOf(path))) throw new Error(`${id}.js: loaded before ${nameOf(path)}.js (expected after)`);
      return parts.get(nameOf(path));
    });
    factory(...given);
    parts.set(id, exports);
    if (id === 'engine') globalThis.openretouchEngine = exports;
  };
  return define;
})();
