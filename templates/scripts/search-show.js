// Showing: what was found as elements, the words marked where they stand.
((search) => {
  "use strict";

  const BEFORE = 24;
  const LONGEST = 110;
  const MOST_PASSAGES = 3;
  const CUT = "……";

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) {
      made.className = className;
    }
    made.append(...children);
    return made;
  }

  // Where the words stand in `text`, as [from, to) in order, without overlaps.
  function ranges(text, words) {
    const { folded, places } = search.trace(text);
    const found = [];
    for (const word of words) {
      for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
        const last = places[at + word.length - 1];
        found.push([places[at], last + String.fromCodePoint(text.codePointAt(last)).length]);
      }
    }
    found.sort((a, b) => a[0] - b[0]);
    const joined = [];
    for (const [from, to] of found) {
      const before = joined[joined.length - 1];
      if (before && from <= before[1]) {
        before[1] = Math.max(before[1], to);
      } else {
        joined.push([from, to]);
      }
    }
    return joined;
  }

  // The text from `from` to `to` with its marks.
  function marked(text, words, from = 0, to = text.length) {
    const parts = [];
    let at = from;
    for (const [start, end] of ranges(text, words)) {
      if (start < from || end > to) {
        continue;
      }
      parts.push(text.slice(at, start), element("mark", "", text.slice(start, end)));
      at = end;
    }
    parts.push(text.slice(at, to));
    return parts.filter((part) => part !== "");
  }

  // A place between two characters, never within one of two units.
  function whole(text, place) {
    const unit = text.charCodeAt(place);
    return unit >= 0xdc00 && unit <= 0xdfff ? place - 1 : place;
  }

  function excerpt(passage, words) {
    const { label, said } = search.parts(passage);
    const text = said.normalize("NFC");
    const [first] = ranges(text, words);
    const from = whole(text, first && first[1] > LONGEST ? Math.max(0, first[0] - BEFORE) : 0);
    const shown = Math.max(LONGEST, first ? first[1] - from : 0);
    const to = whole(text, Math.min(text.length, from + shown));
    const parts = marked(text, words, from, to);
    if (from > 0) {
      parts.unshift(CUT);
    }
    if (to < text.length) {
      parts.push(CUT);
    }
    if (label) {
      parts.unshift(`${label}：`);
    }
    return element("p", "excerpt", ...parts);
  }

  // The passages to show: that with most of the words, then what has the others; where
  // none has any (the title alone does), the first sentence.
  function passages(one, words) {
    const lines = one.text.split("\n");
    const folded = one.folded.split("\n");
    const chosen = [];
    let missing = words;
    while (missing.length && chosen.length < MOST_PASSAGES) {
      const counts = folded.map((line) => missing.filter((word) => line.includes(word)).length);
      const most = Math.max(...counts);
      if (!most) {
        break;
      }
      const best = counts.indexOf(most);
      chosen.push(best);
      missing = missing.filter((word) => !folded[best].includes(word));
    }
    if (!chosen.length) {
      chosen.push(
        Math.max(
          0,
          lines.findIndex((line) => /[，。；]/.test(line)),
        ),
      );
    }
    return chosen
      .sort((a, b) => a - b)
      .map((n) => lines[n])
      .filter((line) => line);
  }

  function hit(one, words) {
    const title = element("a", "", ...marked(one.title.normalize("NFC"), words));
    title.href = one.address;
    const head = element("p", "hit-title", title);
    if (one.amount) {
      head.append(" ", element("span", "amount", ...marked(one.amount, words)));
    }
    return element("li", "hit", head, ...passages(one, words).map((p) => excerpt(p, words)));
  }

  function shelfSection(shelf, words) {
    const name = element("span", "", ...marked(shelf.department.normalize("NFC"), words));
    const year = element("span", "kept", ...marked(`${shelf.year}年`, words));
    const count = element("span", "count");
    const head = element("h2", "", name, " ", year, " ", count);
    const section = element("section", "found-shelf", head, element("ol", ""));
    section.dataset.shelf = `${shelf.year}/${shelf.id}`;
    return section;
  }

  // Adds what was found to its departments and years; gives the first new link.
  search.show = (place, records, words) => {
    let firstLink = null;
    for (const one of records) {
      const last = place.lastElementChild;
      const key = `${one.shelf.year}/${one.shelf.id}`;
      const section = last && last.dataset.shelf === key ? last : shelfSection(one.shelf, words);
      if (section !== last) {
        place.append(section);
      }
      const item = hit(one, words);
      section.lastElementChild.append(item);
      firstLink = firstLink || item.querySelector("a");
    }
    return firstLink;
  };

  // Says beside each department and year how many were found there.
  search.showCounts = (place, countOf) => {
    for (const section of place.children) {
      const shown = section.lastElementChild.children.length;
      section.querySelector(".count").textContent = countOf(section.dataset.shelf, shown);
    }
  };
})((window.gongkaiSearch = window.gongkaiSearch || {}));
