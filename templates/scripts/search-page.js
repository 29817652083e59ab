// The search page: the query stands in the address (?q=…), so that an answer can be linked
// to and gone back to; asking anew changes the address without loading the page again.
((search) => {
  "use strict";

  // Kilobytes of texts that are read at a time, and at most once something is found: of the
  // first answer, which is on the page after its first step, and of every “显示更多”.
  const FIRST = { step: 32, most: 64, goesOn: true };
  const MORE = { step: 192, most: 192 };
  const ENOUGH = 10;
  // What a query may move in all before it is asked for more. The first one's page counts
  // too, which shall stay within 300 with what is not counted here, as icons.
  const BUDGET = 290;

  const byId = (id) => document.getElementById(id);
  const page = {
    form: byId("search-form"),
    status: byId("search-status"),
    fault: byId("search-fault"),
    results: byId("search-results"),
    more: byId("search-more"),
    hint: byId("search-hint"),
  };

  const siteTitle = document.title;
  // An answer that is overtaken by a later query shows nothing any more.
  let latest = 0;
  let answered = null;
  let isAsked = false;
  let movedBefore = 0;

  // Puts the query of the address into the form and gives it.
  function asked() {
    const given = new URLSearchParams(location.search);
    for (const name of ["q", "year", "department"]) {
      page.form.elements[name].value = given.get(name) || "";
    }
    const { q, year, department } = page.form.elements;
    return {
      title: q.value.trim(),
      words: search.words(q.value),
      year: year.value,
      ids: department.value ? idsOf(department.selectedOptions[0]) : [],
    };
  }

  // A department's texts stand under its own name, its self-evaluations under names beside it.
  function idsOf({ value, dataset }) {
    return [value, ...(dataset.also || "").split(" ")];
  }

  function isWanted({ year, ids }) {
    return (shelf) =>
      (!year || String(shelf.year) === year) && (!ids.length || ids.includes(shelf.id));
  }

  // Kilobytes that the page and its files took so far, as they are once unpacked.
  function moved() {
    const entries = ["navigation", "resource"].flatMap((kind) =>
      performance.getEntriesByType(kind),
    );
    return entries.reduce((sum, entry) => sum + entry.decodedBodySize, 0) / 1024;
  }

  // What is left of the budget. From a folder no sizes are known but those of the texts.
  function room(found) {
    return BUDGET - Math.max(moved() - found.movedBefore, found.kilobytes);
  }

  // Whether the number is not exact yet, and the next file within the budget.
  function canGoOn(found) {
    const ahead = search.sizeAhead(found);
    return !found.exact && ahead > 0 && ahead <= room(found);
  }

  function countsByShelf(found) {
    const counts = new Map();
    for (const number of found.numbers) {
      const shelf = found.index.shelves[search.shelfOf(found.index, number)];
      const key = `${shelf.year}/${shelf.id}`;
      counts.set(key, (counts.get(key) || 0) + 1);
    }
    return counts;
  }

  // How many in all: never a number that is not exact.
  function summary(found, shown, isGoingOn) {
    const left = found.numbers.length - found.checked;
    const total = found.exact ? found.numbers.length : shown;
    if (!total && !left) {
      return "没有找到。";
    }
    if (!left) {
      return `共找到 ${total} 条。`;
    }
    if (found.exact) {
      return `共找到 ${total} 条，已显示 ${shown} 条。`;
    }
    if (isGoingOn) {
      return `至少找到 ${shown} 条，正在核对其余的……`;
    }
    return `至少找到 ${shown} 条，还有 ${left} 条可能相符，没有核对完。`;
  }

  // `isGoingOn` while the rest is looked through unasked.
  function report(found, isGoingOn = false) {
    const shown = page.results.querySelectorAll(".hit").length;
    const left = found.numbers.length - found.checked;
    const counts = countsByShelf(found);
    const open = left ? search.shelfOf(found.index, found.numbers[found.checked]) : -1;
    const openShelf = left ? found.index.shelves[open] : null;
    search.showCounts(page.results, (key, here) => {
      if (found.exact) {
        return `${counts.get(key)} 条`;
      }
      const isOpen = openShelf && key === `${openShelf.year}/${openShelf.id}`;
      return isOpen ? `至少 ${here} 条` : `${here} 条`;
    });
    const said = summary(found, shown, isGoingOn);
    if (page.status.textContent !== said) {
      page.status.textContent = said;
    }
    page.more.hidden = !left || isGoingOn;
    page.hint.hidden = shown > 0 || left > 0;
  }

  // Reads on until there is something, or to the end, and shows it; gives the first new link.
  async function readOn(found, { step, most, goesOn }, turn) {
    let firstLink = null;
    let shown = 0;
    let read = 0;
    do {
      const records = await search.next(found, step);
      if (turn !== latest) {
        return null;
      }
      const link = search.show(page.results, records, found.words);
      firstLink = firstLink || link;
      shown += records.length;
      read += step;
      report(found, goesOn && canGoOn(found));
    } while (found.checked < found.numbers.length && (!shown || (shown < ENOUGH && read < most)));
    return firstLink;
  }

  const idle = () =>
    new Promise((resolve) => {
      (window.requestIdleCallback || setTimeout)(resolve);
    });

  // After the first answer looks through the rest while nothing else is to be done, until the
  // number is exact or the budget is spent. What fails here can be asked for by “显示更多”.
  async function goOn(found, turn) {
    page.results.dataset.reading = "";
    try {
      while (turn === latest && canGoOn(found)) {
        report(found, true);
        await idle();
        const records = await search.next(found, Math.min(FIRST.step, room(found)));
        if (turn === latest) {
          search.show(page.results, records, found.words);
        }
      }
    } catch {
      // told by the number, which stays “至少”
    }
    if (turn !== latest) {
      return;
    }
    delete page.results.dataset.reading;
    report(found);
  }

  // Does something that reads files; what fails is told, with a button to try it again.
  async function attempt(action) {
    const turn = ++latest;
    page.results.setAttribute("aria-busy", "true");
    page.fault.hidden = true;
    try {
      await action(turn);
    } catch (error) {
      if (turn === latest) {
        tell(error, action);
      }
    }
    if (turn === latest) {
      page.results.setAttribute("aria-busy", "false");
    }
  }

  function tell(error, action) {
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = "再试一次";
    again.addEventListener("click", () => attempt(action));
    page.fault.replaceChildren(`索引文件没有读到（${error.message}）。`, again);
    page.fault.hidden = false;
    page.status.textContent = "";
  }

  const open = () => search.open(page.results.dataset.manifest);

  function clear() {
    page.results.replaceChildren();
    delete page.results.dataset.reading;
    page.status.textContent = "";
    page.fault.hidden = true;
    page.hint.hidden = true;
    page.more.hidden = true;
  }

  async function answer(query, turn) {
    page.status.textContent = "正在搜索……";
    const found = await search.find(await open(), query.words, isWanted(query));
    if (turn !== latest) {
      return;
    }
    page.more.onclick = () =>
      attempt(async (later) => {
        const firstLink = await readOn(found, MORE, later);
        if (firstLink) {
          firstLink.focus();
        } else {
          page.status.focus();
        }
      });
    found.movedBefore = movedBefore;
    await readOn(found, FIRST, turn);
    if (turn === latest) {
      goOn(found, turn);
    }
  }

  // Answers the query of the address, once; a step within the page changes none.
  function start() {
    if (answered === location.search) {
      return;
    }
    answered = location.search;
    const query = asked();
    clear();
    document.title = query.title ? `${query.title} - ${siteTitle}` : siteTitle;
    if (!query.words.length) {
      latest++;
      return;
    }
    if (isAsked) {
      movedBefore = moved();
    }
    isAsked = true;
    attempt((turn) => answer(query, turn));
  }

  // Where the address cannot be changed, the form is sent as an ordinary request.
  page.form.addEventListener("submit", (event) => {
    const query = new URLSearchParams(new FormData(page.form));
    history.pushState(null, "", `?${query}`);
    answered = null;
    event.preventDefault();
    start();
  });
  window.addEventListener("popstate", start);

  // What every query reads first is fetched while the words are being typed; a failure
  // is told when it is asked for.
  open().catch(() => {});
  start();
})((window.gongkaiSearch = window.gongkaiSearch || {}));
