// The panel “阅读设置”: it opens and closes; what is chosen holds at once and is kept.
((reading) => {
  "use strict";

  const button = document.querySelector(".settings-button");
  const panel = document.getElementById("settings");
  const form = panel.querySelector("form");
  const status = panel.querySelector("[role=status]");

  function show(settings) {
    for (const [name, value] of Object.entries(settings)) {
      const choice = form.querySelector(`input[name="${name}"][value="${value}"]`);
      if (choice) {
        choice.checked = true;
      }
    }
  }

  function chosen() {
    return Object.fromEntries(new FormData(form));
  }

  function open(state) {
    button.setAttribute("aria-expanded", String(state));
    panel.hidden = !state;
  }

  function refresh() {
    const settings = reading.current();
    reading.apply(settings);
    show(settings);
  }

  button.addEventListener("click", () => open(panel.hidden));
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      open(false);
      button.focus();
    }
  });
  form.addEventListener("change", () => {
    const settings = chosen();
    reading.apply(settings);
    reading.save(settings);
    status.textContent = "";
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    reading.apply(reading.DEFAULTS);
    reading.save(reading.DEFAULTS);
    show(reading.DEFAULTS);
    status.textContent = status.dataset.restored;
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  // Follow what another window has set, and what was set before a step back to this page.
  addEventListener("storage", refresh);
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      refresh();
    }
  });
  show(reading.current());
})((window.gongkaiReading = window.gongkaiReading || {}));
