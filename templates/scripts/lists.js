// Lists: sorted by any column, filtered by words, shown piece by piece where they are long.
// Without script each is a whole table.
((search) => {
  "use strict";

  const byWords = new Intl.Collator("zh-CN", { numeric: true });
  const TURNS = { none: "first", first: "second", second: "none" };

  function fill(pattern, values) {
    return pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  // What a row's words are looked for in, compared as the site's search does; no word
  // crosses from one cell into the next.
  function textOf(row) {
    return search.fold([...row.cells].map((cell) => cell.textContent).join("\n"));
  }

  // What a row is sorted by; null for what is blank or “—”, which always comes last.
  function keyOf(cell, isNumber) {
    const text = cell.textContent.trim();
    if (isNumber) {
      const number = parseFloat(text.replace(/,/g, ""));
      return Number.isNaN(number) ? null : number;
    }
    return text === "" || text === "—" ? null : text;
  }

  function compare(a, b, sign) {
    if (a === null || b === null) {
      return (a === null) - (b === null);
    }
    return sign * (typeof a === "number" ? a - b : byWords.compare(a, b));
  }

  // The first turn takes numbers from the largest, words from the first.
  function signOf(turn, isNumber) {
    return (turn === "first") === isNumber ? -1 : 1;
  }

  function enliven(listing) {
    const body = listing.querySelector("tbody");
    const field = listing.querySelector(".filter input");
    const more = listing.querySelector(".more");
    const order = listing.querySelector("[data-order]");
    const step = Number(listing.dataset.step);
    const all = [...body.rows];
    const texts = new Map(all.map((row) => [row, textOf(row)]));
    let rows = all;
    let limit = more ? step : Infinity;

    function found() {
      const words = field ? search.words(field.value) : [];
      return rows.filter((row) => words.every((word) => texts.get(row).includes(word)));
    }

    function draw() {
      const matching = found();
      const shown = new Set(matching.slice(0, limit));
      all.forEach((row) => {
        row.hidden = !shown.has(row);
      });
      const counts = { all: all.length, found: matching.length, shown: shown.size };
      if (field) {
        const status = listing.querySelector(".filter [role=status]");
        const { all: every, found: some, none } = status.dataset;
        const text = !matching.length ? none : matching.length < all.length ? some : every;
        status.textContent = fill(text, counts);
      }
      if (more) {
        more.hidden = shown.size === matching.length;
        more.querySelector("p").textContent = fill(more.querySelector("p").dataset.text, counts);
      }
    }

    function sortBy(head, turn) {
      const isNumber = head.classList.contains("number");
      const sign = signOf(turn, isNumber);
      for (const other of head.parentNode.cells) {
        other.removeAttribute("aria-sort");
      }
      if (turn === "none") {
        rows = all;
        order.textContent = order.dataset.original;
      } else {
        const direction = sign > 0 ? "ascending" : "descending";
        const keys = new Map(all.map((row) => [row, keyOf(row.cells[head.cellIndex], isNumber)]));
        rows = [...all].sort((a, b) => compare(keys.get(a), keys.get(b), sign));
        head.setAttribute("aria-sort", direction);
        order.textContent = fill(order.dataset[direction + (isNumber ? "" : "Words")], {
          column: head.querySelector(".name").textContent,
        });
      }
      head.dataset.turn = turn;
      body.append(...rows);
      draw();
    }

    listing.querySelectorAll("th > .sorter").forEach((label) => {
      const head = label.parentNode;
      const button = document.createElement("button");
      button.type = "button";
      button.className = label.className;
      button.append(...label.childNodes);
      label.replaceWith(button);
      button.addEventListener("click", () => {
        const turn = head.hasAttribute("aria-sort") ? head.dataset.turn : "none";
        sortBy(head, TURNS[turn]);
      });
    });

    if (field) {
      field.addEventListener("input", () => {
        limit = more ? step : Infinity;
        draw();
      });
    }

    // The first row that appears takes the focus, so that the keyboard goes on from there.
    if (more) {
      more.addEventListener("click", (event) => {
        const { show } = event.target.dataset;
        if (show) {
          const next = found()[limit];
          limit = show === "all" ? Infinity : limit + step;
          draw();
          next.querySelector("a").focus();
        }
      });
    }
    draw();
  }

  document.querySelectorAll(".listing[data-step]").forEach(enliven);
})((window.gongkaiSearch = window.gongkaiSearch || {}));
