// Finding: the index says which texts may have all the words; longer words are then
// looked for in the texts themselves, since neighbouring pairs may stand apart.
// generator/outputs/search/index.py is the writer.
((search) => {
  "use strict";

  const SYMBOLS_FROM = 35;
  const BACKSLASH = 92;
  const BASE = 45;
  const BITS = 6;
  const AS_BITS = "!";
  const DIGEST = 8;
  // How many places a key may have; the key files share them out among themselves.
  const LINES = 2048;
  const HASH_SEED = 2166136261;
  const HASH_PRIME = 16777619;
  // One query reads no more key files than this.
  const MOST_KEYS = 8;

  function symbol(text, n) {
    const code = text.charCodeAt(n);
    return code - SYMBOLS_FROM - (code > BACKSLASH ? 1 : 0);
  }

  // Calls `each` with every number of a posting.
  function decode(text, each) {
    if (text[0] === AS_BITS) {
      for (let n = 1; n < text.length; n++) {
        const bits = symbol(text, n);
        for (let bit = 0; bit < BITS; bit++) {
          if ((bits >> bit) & 1) {
            each((n - 1) * BITS + bit);
          }
        }
      }
      return;
    }
    let number = -1;
    for (let n = 0; n < text.length; n++) {
      let step = 0;
      let weight = 1;
      let digit = symbol(text, n);
      while (digit >= BASE) {
        step += (digit - BASE) * weight;
        weight *= BASE;
        digit = symbol(text, ++n);
      }
      number += step + digit * weight + 1;
      each(number);
    }
  }

  // The place of a key: the hash of Fowler, Noll and Vo over its UTF-16 code units.
  function lineOf(key) {
    let hash = HASH_SEED;
    for (let n = 0; n < key.length; n++) {
      hash = Math.imul(hash ^ key.charCodeAt(n), HASH_PRIME);
    }
    return (hash ^ (hash >>> 15)) & (LINES - 1);
  }

  // The place of the last of the rising `starts` that is not above `value`; -1 before the first.
  function lastNotAbove(starts, value) {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  function running(counts) {
    let sum = 0;
    return counts.map((count) => (sum += count) - count);
  }

  function load(name, n, digests) {
    return search.load(name, `${name}.${digests.slice(n * DIGEST, (n + 1) * DIGEST)}.js`);
  }

  // The manifest, with where each shelf and each text file begins, and the files' names.
  search.open = async (file) => {
    const manifest = await search.load("manifest", file);
    const names = [];
    const counts = [];
    const shelves = manifest.shelves.map(([year, department, ofFiles]) => {
      const [id, name] = manifest.departments[department];
      ofFiles.forEach((_, n) => names.push(`${year}/${id}/${n}`));
      counts.push(...ofFiles);
      return { year, id, department: name, count: ofFiles.reduce((sum, one) => sum + one, 0) };
    });
    const shelfStarts = running(shelves.map((shelf) => shelf.count));
    const fileStarts = running(counts);
    const total = counts.reduce((sum, count) => sum + count, 0);
    return { ...manifest, names, shelves, shelfStarts, fileStarts, total };
  };

  search.shelfOf = (index, number) => lastNotAbove(index.shelfStarts, number);

  // The keys to ask for: each word's pairs of neighbours, of too many an even choice.
  // The answer is exact where every word is a key itself.
  function chooseKeys(words) {
    const keys = new Set();
    let exact = true;
    for (const word of words) {
      const characters = Array.from(word);
      if (characters.length > 2) {
        exact = false;
      }
      if (characters.length < 2) {
        keys.add(word);
      }
      for (let n = 1; n < characters.length; n++) {
        keys.add(characters[n - 1] + characters[n]);
      }
    }
    const all = [...keys];
    if (all.length <= MOST_KEYS) {
      return { keys: all, exact };
    }
    const step = (all.length - 1) / (MOST_KEYS - 1);
    return {
      keys: Array.from({ length: MOST_KEYS }, (_, n) => all[Math.round(n * step)]),
      exact: false,
    };
  }

  // A key's posting. A file has its keys, each with its posting behind; blanks between all.
  async function posting(index, key) {
    const files = index.keys.length / DIGEST;
    if (!files) {
      return "";
    }
    const file = Math.floor((lineOf(key) * files) / LINES);
    const said = (await load(`k${file}`, file, index.keys)).split(" ");
    for (let n = 0; n < said.length; n += 2) {
      if (said[n] === key) {
        return said[n + 1];
      }
    }
    return "";
  }

  // The numbers of the texts that may have all the words, and whether they surely do.
  // `wanted` says of a shelf whether it is asked for.
  search.find = async (index, words, wanted) => {
    const { keys, exact } = chooseKeys(words);
    const postings = await Promise.all(keys.map((key) => posting(index, key)));
    const hits = new Uint8Array(index.total);
    for (const one of postings) {
      decode(one, (number) => {
        hits[number]++;
      });
    }
    const numbers = [];
    index.shelves.forEach((shelf, n) => {
      if (!wanted(shelf)) {
        return;
      }
      const start = index.shelfStarts[n];
      for (let number = start; number < start + shelf.count; number++) {
        if (hits[number] === keys.length) {
          numbers.push(number);
        }
      }
    });
    return { index, words, numbers, exact, checked: 0, kilobytes: 0 };
  };

  // The next files that hold texts to be looked through, up to so many kilobytes.
  function nextFiles(found, kilobytes) {
    const files = [];
    let size = 0;
    let end = found.checked;
    for (; end < found.numbers.length; end++) {
      const file = lastNotAbove(found.index.fileStarts, found.numbers[end]);
      if (file === files[files.length - 1]) {
        continue;
      }
      size += found.index.sizes[file];
      if (files.length && size > kilobytes) {
        break;
      }
      files.push(file);
    }
    return { files, end };
  }

  // A number stands behind its label, with a tab between them; no word is looked for in a label.
  search.parts = (line) => {
    const from = line.lastIndexOf("\t") + 1;
    return { label: line.slice(0, Math.max(0, from - 1)), said: line.slice(from) };
  };

  // A text with what words are looked for in: its `folded` text, line by line, and the
  // folded `head` of what is known of it.
  function record(index, number, fields) {
    const [title, address, amount, text] = fields;
    const shelf = index.shelves[search.shelfOf(index, number)];
    const head = search.fold([shelf.department, `${shelf.year}年`, title, amount].join("\n"));
    const said = text
      .split("\n")
      .map((line) => search.parts(line).said)
      .join("\n");
    return { number, shelf, title, address, amount, text, head, folded: search.fold(said) };
  }

  function hasAll(one, words) {
    return words.every((word) => one.head.includes(word) || one.folded.includes(word));
  }

  // Kilobytes of the next file of texts to be looked through; 0 where nothing is left.
  search.sizeAhead = (found) => {
    if (found.checked === found.numbers.length) {
      return 0;
    }
    const file = lastNotAbove(found.index.fileStarts, found.numbers[found.checked]);
    return found.index.sizes[file];
  };

  // Goes on through what was found: the next texts that have all the words. What was
  // looked through is counted only once it has all arrived, so that a failure can be tried again.
  search.next = async (found, kilobytes) => {
    const { index, words } = found;
    const { files, end } = nextFiles(found, kilobytes);
    const loaded = await Promise.all(files.map((n) => load(index.names[n], n, index.texts)));
    const contents = new Map(files.map((file, n) => [file, loaded[n]]));
    const records = found.numbers.slice(found.checked, end).map((number) => {
      const file = lastNotAbove(index.fileStarts, number);
      return record(index, number, contents.get(file)[number - index.fileStarts[file]]);
    });
    found.checked = end;
    found.kilobytes += files.reduce((sum, file) => sum + index.sizes[file], 0);
    return records.filter((one) => hasAll(one, words));
  };
})((window.gongkaiSearch = window.gongkaiSearch || {}));
