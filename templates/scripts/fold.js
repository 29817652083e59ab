// Text as a search and a list's filter compare it: the same as
// generator/outputs/search/folding.py, which the tests hold this against. Each character is
// folded on its own, so that a part of a text folds as it does within the whole, and a mark
// can be put where it was typed.
((search) => {
  "use strict";

  const BLANKS =
    "\t\v\f\r \x85\xa0\xad\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007" +
    "\u2008\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff";
  // eslint-disable-next-line no-misleading-character-class -- each of them is a blank alone
  const BETWEEN_WORDS = new RegExp("[" + BLANKS + "\n│]+");
  const blanks = new Set(BLANKS);
  // eslint-disable-next-line no-misleading-character-class -- each of them is a blank alone
  const BLANK_RUN = new RegExp("[" + BLANKS + "]+", "g");
  // Most characters are these, and stay as they are.
  const NOT_PLAIN = /[^\u4e00-\u9fa50-9a-z\n]/gu;
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

  // A blank stays where two letters or digits of ASCII would meet; a comma goes that
  // separates thousands.
  const isBorder = (units, n) => isPlain(units[n - 1]) && isPlain(units[n + 1]);
  const isSeparator = (units, n) => isDigit(units[n - 1]) && isDigit(units[n + 1]);

  search.fold = (text) =>
    text
      .normalize("NFC")
      .replace(NOT_PLAIN, folded)
      .replace(BLANK_RUN, " ")
      .replace(/ /g, (blank, n, units) => (isBorder(units, n) ? blank : ""))
      .replace(/,/g, (comma, n, units) => (isSeparator(units, n) ? "" : comma));

  // The same of a text in NFC, and for each unit of what was folded its place in the text.
  search.trace = (text) => {
    let units = [];
    let places = [];
    const keep = (isKept) => {
      const kept = units.map((_, n) => isKept(n));
      units = units.filter((_, n) => kept[n]);
      places = places.filter((_, n) => kept[n]);
    };
    let place = 0;
    for (const character of text) {
      for (const unit of folded(character).split("")) {
        units.push(blanks.has(unit) ? " " : unit);
        places.push(place);
      }
      place += character.length;
    }
    keep((n) => units[n] !== " " || units[n - 1] !== " ");
    keep((n) => units[n] !== " " || isBorder(units, n));
    keep((n) => units[n] !== "," || !isSeparator(units, n));
    return { folded: units.join(""), places };
  };

  // The words of a query, each once; all of them must be found.
  search.words = (query) => {
    const parts = query.split(BETWEEN_WORDS).map(search.fold);
    return [...new Set(parts.filter((part) => part))];
  };
})((window.gongkaiSearch = window.gongkaiSearch || {}));
