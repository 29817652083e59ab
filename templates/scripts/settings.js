// What the reader has set: read, kept and put into force. The page's head loads this at
// once, so that the settings hold before anything is drawn and nothing jumps.
((reading) => {
  "use strict";

  const KEY = "gongkai-settings";
  const DEFAULTS = { size: "100", theme: "auto", spacing: "normal" };
  const root = document.documentElement;

  // Some browsers let a page that was opened from a folder keep nothing: the settings
  // then hold for this page alone.
  function stored() {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || {};
    } catch {
      return {};
    }
  }

  reading.DEFAULTS = DEFAULTS;

  reading.current = () => ({ ...DEFAULTS, ...stored() });

  reading.save = (settings) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(settings));
    } catch {
      // cannot be kept; it holds on this page all the same
    }
  };

  // A default is not written on the page: the style and what the system prefers decide.
  reading.apply = (settings) => {
    for (const [name, usual] of Object.entries(DEFAULTS)) {
      if (settings[name] === usual) {
        delete root.dataset[name];
      } else {
        root.dataset[name] = settings[name];
      }
    }
  };

  root.classList.add("scripted");
  reading.apply(reading.current());
})((window.gongkaiReading = window.gongkaiReading || {}));
