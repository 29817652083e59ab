// What the preview adds to a page: the findings beside their cells, and a panel that is
// brought up to date without a reload. livereload takes this object as its plugin.
(() => {
  "use strict";

  const FOLDED = "gongkai-preview-folded";
  const root = () => document.getElementById("gongkai-preview");

  // A finding beside its cell: a fold that says what is wrong, and the way to the panel.
  const note = (finding) => {
    const level = finding.dataset.level;
    const message = finding.querySelector(".preview-message").textContent;
    const hint = finding.querySelector(".preview-hint");
    const beside = document.createElement("details");
    beside.className = "preview-note";
    beside.dataset.level = level;
    const summary = document.createElement("summary");
    summary.textContent = level;
    summary.setAttribute("aria-label", `${level}：${message}`);
    const said = document.createElement("span");
    said.textContent = hint ? `${message}${hint.textContent}` : message;
    const more = document.createElement("a");
    more.href = `#${finding.id}`;
    more.textContent = "详情";
    beside.append(summary, said, " ", more);
    return beside;
  };

  const describe = (element, id) => {
    const ids = new Set((element.getAttribute("aria-describedby") ?? "").split(" "));
    ids.delete("");
    ids.add(id);
    element.setAttribute("aria-describedby", [...ids].join(" "));
  };

  const unmark = () => {
    for (const beside of document.querySelectorAll(".preview-note")) {
      beside.remove();
    }
    for (const element of document.querySelectorAll("[data-preview-level]")) {
      delete element.dataset.previewLevel;
      element.removeAttribute("aria-describedby");
    }
  };

  const mark = () => {
    unmark();
    for (const finding of document.querySelectorAll(".preview-finding")) {
      const ids = finding.dataset.anchors.split(" ").filter((id) => id);
      const elements = ids.map((id) => document.getElementById(id)).filter((found) => found);
      for (const element of elements) {
        element.dataset.previewLevel ??= finding.dataset.level;
        describe(element, finding.id);
      }
      if (!elements.length) {
        continue;
      }
      const [first] = elements;
      if (first.matches("td, th")) {
        first.append(note(finding));
      } else {
        first.after(note(finding));
      }
      finding.querySelector(".preview-here")?.setAttribute("href", `#${first.id}`);
    }
  };

  const fold = () => {
    const findings = document.querySelector(".preview-findings");
    if (!findings) {
      return;
    }
    const folded = sessionStorage.getItem(FOLDED);
    if (folded !== null) {
      findings.open = folded === "no";
    }
    findings.querySelector("summary").addEventListener("click", () => {
      sessionStorage.setItem(FOLDED, findings.open ? "yes" : "no");
    });
  };

  const show = () => {
    fold();
    mark();
  };

  const refresh = async () => {
    const page = encodeURIComponent(location.pathname);
    const answer = await fetch(`/-preview/panel?page=${page}`);
    if (!answer.ok) {
      return;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    root().replaceWith(document.importNode(fresh.getElementById("gongkai-preview"), true));
    show();
  };

  // A link to a finding opens the panel, where it is folded.
  addEventListener("hashchange", () => {
    const target = document.getElementById(location.hash.slice(1));
    const findings = target?.closest(".preview-findings");
    if (!findings) {
      return;
    }
    findings.open = true;
    target.scrollIntoView({ block: "nearest" });
  });

  window.LiveReloadPluginGongkai = class {
    static identifier = "gongkai";

    static version = "1.0";

    analyze() {
      return { page: root().dataset.page, panel: root().dataset.panel };
    }

    reload(path) {
      if (path !== "-preview") {
        return false;
      }
      refresh();
      return true;
    }
  };

  document.addEventListener("DOMContentLoaded", show);
})();
