// The search page: the query stands in the address (?q=…), so that an answer can be linked
// to; asking anew is an ordinary request of the form.
(function (search) {
  "use strict";

  // What is read before the first answer, and with every 显示更多, in kilobytes of texts.
  const FIRST = 64;
  const MORE = 192;

  const byId = (id) => document.getElementById(id);
  const page = {
    form: byId("search-form"),
    status: byId("search-status"),
    fault: byId("search-fault"),
    results: byId("search-results"),
    more: byId("search-more"),
    hint: byId("search-hint"),
  };

  // Puts the query of the address into the form and gives it.
  function asked() {
    const given = new URLSearchParams(location.search);
    for (const name of ["q", "year", "department"]) {
      page.form.elements[name].value = given.get(name) || "";
    }
    const { q, year, department } = page.form.elements;
    return { words: search.words(q.value), year: year.value, department: department.value };
  }

  function isWanted({ year, department }) {
    return (shelf) => (!year || String(shelf.year) === year) &&
      (!department || shelf.id === department);
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
  function summary(found, shown) {
    const left = found.numbers.length - found.checked;
    const total = found.exact ? found.numbers.length : shown;
    if (!total && !left) return "没有找到。";
    if (!left) return `共找到 ${total} 条。`;
    if (found.exact) return `共找到 ${total} 条，已显示 ${shown} 条。`;
    return `至少找到 ${shown} 条，还有 ${left} 条可能相符，没有核对完。`;
  }

  function report(found) {
    const shown = page.results.querySelectorAll(".hit").length;
    const left = found.numbers.length - found.checked;
    const counts = countsByShelf(found);
    const open = left ? search.shelfOf(found.index, found.numbers[found.checked]) : -1;
    const openShelf = left ? found.index.shelves[open] : null;
    search.showCounts(page.results, (key, here) => {
      if (found.exact) return `${counts.get(key)} 条`;
      const isOpen = openShelf && key === `${openShelf.year}/${openShelf.id}`;
      return isOpen ? `至少 ${here} 条` : `${here} 条`;
    });
    page.status.textContent = summary(found, shown);
    page.more.hidden = !left;
    page.hint.hidden = shown > 0 || left > 0;
  }

  // Reads on until something is found, or to the end.
  async function readOn(found, kilobytes) {
    let records = [];
    do {
      records = await search.next(found, kilobytes);
    } while (!records.length && found.checked < found.numbers.length);
    const firstLink = search.show(page.results, records, found.words);
    report(found);
    return firstLink;
  }

  // Does something that reads files; what fails is told, with a button to try it again.
  async function attempt(action) {
    page.results.setAttribute("aria-busy", "true");
    page.fault.hidden = true;
    try {
      await action();
    } catch (error) {
      tell(error, action);
    }
    page.results.setAttribute("aria-busy", "false");
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

  async function answer(query) {
    page.status.textContent = "正在搜索……";
    page.results.replaceChildren();
    const index = await search.open(page.results.dataset.manifest);
    const found = await search.find(index, query.words, isWanted(query));
    page.more.onclick = () => attempt(async () => {
      const firstLink = await readOn(found, MORE);
      if (firstLink) firstLink.focus();
      else page.status.focus();
    });
    await readOn(found, FIRST);
  }

  function start() {
    const query = asked();
    if (!query.words.length) return;
    document.title = `${page.form.elements.q.value} - ${document.title}`;
    attempt(() => answer(query));
  }

  start();
})(window.gongkaiSearch);
