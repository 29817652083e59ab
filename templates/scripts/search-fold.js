// Text as a search compares it: the same as generator/outputs/search/folding.py, which
// the tests hold this against. Each character is folded on its own, so that a part of
// a text folds as it does within the whole, and a mark can be put where it was typed.
(function (search) {
  "use strict";

  const BLANKS = "\t\v\f\r \x85\xa0\xad\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007" +
    "\u2008\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff";
  const BETWEEN_WORDS = new RegExp("[" + BLANKS + "\n│]+");
  const blanks = new Set(BLANKS);
  const isPlain = (unit) => unit !== undefined && /[0-9a-z]/.test(unit);
  const isDigit = (unit) => unit !== undefined && unit >= "0" && unit <= "9";
  // Most characters are these, and stay as they are.
  const isIdeograph = (character) => character >= "\u4e00" && character <= "\u9fa5";

  const known = new Map();
  function folded(character) {
    if (isIdeograph(character)) return character;
    let text = known.get(character);
    if (text === undefined) {
      text = character.normalize("NFKC").toLowerCase();
      known.set(character, text);
    }
    return text;
  }

  // Every unit of the folded text with the place in `text` that it came from. A run of
  // blanks goes; between two letters or digits of ASCII one blank stays as a border.
  function trace(text) {
    const units = [];
    const places = [];
    let wasBlank = false;
    function add(unit, place) {
      if (blanks.has(unit)) {
        wasBlank = true;
        return;
      }
      if (wasBlank && isPlain(units[units.length - 1]) && isPlain(unit)) {
        units.push(" ");
        places.push(place);
      }
      units.push(unit);
      places.push(place);
      wasBlank = false;
    }
    let place = 0;
    for (const character of text) {
      const more = folded(character);
      for (let n = 0; n < more.length; n++) add(more[n], place);
      place += character.length;
    }
    return { units, places };
  }

  // The folded text, and for each of its units the place in `text`, which is in NFC.
  search.trace = function (text) {
    const { units, places } = trace(text);
    const isKept = (_, n) => units[n] !== "," || !isDigit(units[n - 1]) || !isDigit(units[n + 1]);
    return { folded: units.filter(isKept).join(""), places: places.filter(isKept) };
  };

  search.fold = (text) => search.trace(text.normalize("NFC")).folded;

  // The words of a query, each once; all of them must be found.
  search.words = function (query) {
    const parts = query.split(BETWEEN_WORDS).map(search.fold);
    return [...new Set(parts.filter((part) => part))];
  };
})((window.gongkaiSearch = window.gongkaiSearch || {}));
