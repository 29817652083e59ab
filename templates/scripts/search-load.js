// Files of the index, loaded by script elements: they work from a folder, where fetch
// does not, and under a policy that allows the site's own scripts only.
((search) => {
  "use strict";

  const arrived = new Map();
  const loading = new Map();

  // Each file of the index calls this with its name and what it holds.
  search.keep = (name, data) => {
    arrived.set(name, data);
  };

  function loadScript(name, file) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const settle = () => {
        script.remove();
        if (arrived.has(name)) {
          resolve(arrived.get(name));
        } else {
          // not found, or cut short
          loading.delete(name);
          reject(new Error(file));
        }
      };
      script.onload = settle;
      script.onerror = settle;
      script.src = file;
      document.head.append(script);
    });
  }

  // What the file of that name holds; loaded once, and again where it failed.
  search.load = (name, file) => {
    if (!loading.has(name)) {
      loading.set(name, loadScript(name, file));
    }
    return loading.get(name);
  };
})((window.gongkaiSearch = window.gongkaiSearch || {}));
