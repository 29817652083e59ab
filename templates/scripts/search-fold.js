// Text as a search compares it: the same as generator/outputs/search/folding.py, which
// the tests hold this against. Each character is folded on its own, so that a part of
// a text folds as it does within the whole, and a mark can be put where it was typed.
(function (search) {
  "use strict";

  const BLANKS = "\t\v\f\r \x85\xa0\xad\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007" +
    "\u2008\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff";
  const BETWEEN_WORDS = new RegExp("[" + BLANKS + "\n│]+");
  const isBlank = (unit) => BLANKS.includes(unit);
  const isPlain = (unit) => unit !== undefined && /[0-9a-z]/.test(unit);
  const isDigit = (unit) => unit !== undefined && unit >= "0" && unit <= "9";

  const known = new Map();
  function folded(character) {
    let text = known.get(character);
    if (text === undefined) {
      text = character.normalize("NFKC").toLowerCase();
      known.set(character, text);
    }
    return text;
  }

  // Every unit of the folded text with the place in `text` that it came from.
  function units(text) {
    const found = [];
    let place = 0;
    for (const character of text) {
      const more = folded(character);
      for (let n = 0; n < more.length; n++) found.push({ unit: more[n], place });
      place += character.length;
    }
    return found;
  }

  // A run of blanks goes; between two letters or digits of ASCII one blank stays as a border.
  function withoutBlanks(all) {
    const kept = [];
    let wasBlank = false;
    for (const one of all) {
      if (isBlank(one.unit)) {
        wasBlank = true;
        continue;
      }
      const last = kept.length ? kept[kept.length - 1].unit : undefined;
      if (wasBlank && isPlain(last) && isPlain(one.unit)) kept.push({ unit: " ", place: one.place });
      kept.push(one);
      wasBlank = false;
    }
    return kept;
  }

  function unitAt(all, n) {
    return n >= 0 && n < all.length ? all[n].unit : undefined;
  }

  function withoutSeparators(all) {
    return all.filter((one, n) =>
      one.unit !== "," || !isDigit(unitAt(all, n - 1)) || !isDigit(unitAt(all, n + 1)));
  }

  // The folded text, and for each of its units the place in `text`, which is in NFC.
  search.trace = function (text) {
    const all = withoutSeparators(withoutBlanks(units(text)));
    return { folded: all.map((one) => one.unit).join(""), places: all.map((one) => one.place) };
  };

  search.fold = (text) => search.trace(text.normalize("NFC")).folded;

  // The words of a query, each once; all of them must be found.
  search.words = function (query) {
    const parts = query.split(BETWEEN_WORDS).map(search.fold);
    return [...new Set(parts.filter((part) => part))];
  };
})((window.gongkaiSearch = window.gongkaiSearch || {}));
