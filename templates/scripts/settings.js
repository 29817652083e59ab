/* 阅读设置的读、写和生效。在页头同步载入，网页第一次画出来时设置已经生效，不会跳动。 */
"use strict";

const reading = (() => {
  const KEY = "gongkai-settings";
  const DEFAULTS = { size: "100", theme: "auto", spacing: "normal" };
  const root = document.documentElement;

  /* 有的浏览器不许从文件夹打开的网页存东西：设置只在本页有效。 */
  function stored() {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || {};
    } catch {
      return {};
    }
  }

  function save(settings) {
    try {
      localStorage.setItem(KEY, JSON.stringify(settings));
    } catch {
      /* 存不了，本页照样生效 */
    }
  }

  /* 与默认相同的不写在网页上，由样式和系统的偏好来定。 */
  function apply(settings) {
    for (const [name, usual] of Object.entries(DEFAULTS)) {
      if (settings[name] === usual) {
        delete root.dataset[name];
      } else {
        root.dataset[name] = settings[name];
      }
    }
  }

  function current() {
    return { ...DEFAULTS, ...stored() };
  }

  root.classList.add("scripted");
  apply(current());
  return { DEFAULTS, current, save, apply };
})();
