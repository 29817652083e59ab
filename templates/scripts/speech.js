/* 朗读：用浏览器自己的语音，只用装在本机的中文语音，文字不发往任何地方。
   正文逐段读，表格逐行读，每格先读表头；图读标题、单位和说明；正在读的一段有底色。 */
"use strict";

(() => {
  const speech = window.speechSynthesis;
  const start = document.querySelector("[data-speech=start]");
  const bar = document.getElementById("reader");
  if (!speech || typeof SpeechSynthesisUtterance === "undefined") {
    return;
  }

  const BLOCKS =
    "h1, h2, h3, h4, h5, h6, p, li, caption, tbody tr, .figures > div, .facts > div, "
    + ".headlines > div, .table-note, svg[role=img]";
  const PASSED_OVER =
    "nav, .downloads, .own-page, .filter, .more, [role=status], [hidden], [aria-hidden=true], "
    + "details:not([open]) > :not(summary), .chart details > p, :has(+ svg[role=img])";
  const toggle = bar.querySelector("[data-speech=toggle]");
  const place = bar.querySelector("[data-speech=place]");
  let blocks = [];
  let at = 0;
  let turn = 0; /* 每次开口加一：被打断的那一句的回音不算数 */

  function voice() {
    return speech.getVoices().find((v) => v.localService && /^(zh|cmn)/i.test(v.lang));
  }

  function offer() {
    start.closest("[data-speech=group]").hidden = !voice();
  }

  /* ---- 读什么 ---- */

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

  /* 表头只在一行里第一次用到时读；表头里的单位接在数的后面读。 */
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

  /* 图上面的标题和单位，再是图的说明；说明已有图中的数。数据表里的同一段说明不再读。 */
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

  /* ---- 怎么读 ---- */

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

  /* 有的系统停住以后接不上，所以“继续”是把这一段从头读起。 */
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
