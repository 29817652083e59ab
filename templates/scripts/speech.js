// Reading aloud by a Chinese voice of this machine; no text is sent anywhere. Prose goes by
// paragraphs, a table by rows, each cell after its headers, a chart by title, unit and
// description; what is being read is marked.
(() => {
  "use strict";

  const speech = window.speechSynthesis;
  const start = document.querySelector("[data-speech=start]");
  const bar = document.getElementById("reader");
  if (!speech || typeof SpeechSynthesisUtterance === "undefined") {
    return;
  }

  const BLOCKS =
    "h1, h2, h3, h4, h5, h6, p, li, caption, tbody tr, .figures > div, .facts > div, " +
    ".headlines > div, .table-note, svg[role=img]";
  const PASSED_OVER =
    "nav, .downloads, .own-page, .filter, .more, [role=status], [hidden], [aria-hidden=true], " +
    "details:not([open]) > :not(summary), .chart details > p, :has(+ svg[role=img])";
  const toggle = bar.querySelector("[data-speech=toggle]");
  const place = bar.querySelector("[data-speech=place]");
  let blocks = [];
  let at = 0;
  // One more at each utterance: what an interrupted one reports no longer counts.
  let turn = 0;

  function voice() {
    return speech.getVoices().find((v) => v.localService && /^(zh|cmn)/i.test(v.lang));
  }

  function offer() {
    start.closest("[data-speech=group]").hidden = !voice();
  }

  // What is read.

  function visible(element) {
    return !element.closest(PASSED_OVER) && element.getClientRects().length;
  }

  function inOrder() {
    return [...document.querySelectorAll(`main :is(${BLOCKS})`)].filter(
      (element) => visible(element) && !element.querySelector("p, li, table"),
    );
  }

  function plain(element) {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("br").forEach((br) => br.replaceWith("，"));
    copy.querySelectorAll(".of, .basis").forEach((part) => part.prepend("，"));
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  function headsOf(cell) {
    if (cell.headers) {
      return cell.headers.split(" ").map((id) => document.getElementById(id));
    }
    const heads = cell.closest("table").tHead;
    const row = heads && heads.rows[heads.rows.length - 1];
    return row && row.cells[cell.cellIndex] ? [row.cells[cell.cellIndex]] : [];
  }

  // A header is read where a row first needs it; its unit is read behind the number.
  function cellText(cell, told) {
    const heads = headsOf(cell).filter((head) => head && !told.has(head));
    heads.forEach((head) => told.add(head));
    told.add(cell);
    let unit = "";
    const names = heads.map((head) => {
      const copy = head.cloneNode(true);
      copy.querySelectorAll(".unit").forEach((part) => {
        unit = part.textContent;
        part.remove();
      });
      return plain(copy);
    });
    const value = plain(cell);
    return [...names, value ? value.replace(/\d(?=，|$)/, `$&${unit}`) : "空"].join("，");
  }

  function text(block) {
    if (block.matches("tr")) {
      const told = new Set();
      return [...block.cells].map((cell) => cellText(cell, told)).join("；");
    }
    if (block.matches("svg")) {
      return picture(block);
    }
    if (block.matches("div")) {
      return [...block.children].map(plain).join("，");
    }
    return plain(block);
  }

  // A chart's title and unit, then its description, which has the figures; the same
  // description in the table of its data is not read again.
  function picture(svg) {
    const unit = svg.previousElementSibling?.querySelector(".unit");
    const title = plain(svg.querySelector("title")) + (unit ? `，单位：${plain(unit)}` : "");
    return `${title}。${plain(svg.querySelector("desc"))}`;
  }

  const SPOKEN = [
    [/(\d),(?=\d{3})/g, "$1"],
    [/[≥≧]/g, "大于等于"],
    [/[≤≦]/g, "小于等于"],
    [/—+/g, "，"],
  ];

  function aloud(words) {
    return SPOKEN.reduce((so, [sign, word]) => so.replace(sign, word), words);
  }

  // How it is read.

  function mark(block) {
    document.querySelectorAll(".spoken").forEach((old) => old.classList.remove("spoken"));
    if (!block) {
      return;
    }
    block.classList.add("spoken");
    const box = block.getBoundingClientRect();
    if (box.top < bar.offsetHeight || box.bottom > innerHeight) {
      block.scrollIntoView({ block: "center" });
    }
  }

  function silence() {
    turn += 1;
    speech.cancel();
  }

  function say(number) {
    silence();
    if (number >= blocks.length) {
      stop();
      return;
    }
    at = Math.max(0, number);
    const mine = turn;
    const words = new SpeechSynthesisUtterance(aloud(text(blocks[at])));
    words.voice = voice();
    words.lang = words.voice.lang;
    words.onend = () => mine === turn && say(at + 1);
    words.onerror = () => mine === turn && pause();
    mark(blocks[at]);
    place.textContent = `${at + 1} / ${blocks.length}`;
    toggle.textContent = toggle.dataset.pause;
    speech.speak(words);
  }

  // Some systems cannot go on from where they paused: “继续” reads the block anew.
  function pause() {
    silence();
    toggle.textContent = toggle.dataset.resume;
  }

  function stop() {
    silence();
    mark(null);
    const inside = bar.contains(document.activeElement);
    bar.hidden = true;
    if (inside) {
      const panelOpen = start.getClientRects().length;
      (panelOpen ? start : document.querySelector(".settings-button")).focus();
    }
  }

  const ACTIONS = {
    toggle: () => (toggle.textContent === toggle.dataset.pause ? pause() : say(at)),
    back: () => say(at - 1),
    next: () => say(at + 1),
    stop,
  };

  start.addEventListener("click", () => {
    blocks = inOrder();
    bar.hidden = false;
    toggle.focus();
    say(0);
  });
  bar.addEventListener("click", (event) => {
    const action = ACTIONS[event.target.dataset.speech];
    if (action) {
      action();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !bar.hidden) {
      stop();
    }
  });
  addEventListener("pagehide", silence);
  speech.addEventListener("voiceschanged", offer);
  offer();
})();
