// Single keys on the pages of the desk, for whoever left them on (WCAG 2.1.4: switched off under Preferences).
// Each only presses a link, a button or a field that is on the page anyway; in a field they do nothing.
"use strict";

(() => {
  const help = document.getElementById("shortcuts-help");
  if (!help) {
    return;
  }
  const main = document.getElementById("main");
  const WRITING = "input:not([type='checkbox'], [type='radio'], [type='submit'], [type='button']), textarea, select, [contenteditable]";

  const rows = () => [...main.querySelectorAll(".worklist tbody tr")];
  const linkOf = (row) => row.querySelector("th a[href]");
  const present = () => rows().find((row) => row.contains(document.activeElement));

  // The row before or after the one that has the focus; without rows, the file before or after.
  const step = (by) => {
    const list = rows();
    if (!list.length) {
      const page = main.querySelector(by > 0 ? "a[rel='next']" : "a[rel='prev']");
      if (page) {
        page.click();
      }
      return;
    }
    const place = list.indexOf(present());
    const next = list[place < 0 ? (by > 0 ? 0 : list.length - 1) : place + by];
    if (next) {
      linkOf(next).focus();
      next.scrollIntoView({ block: "nearest" });
    }
  };

  const open = () => {
    const row = present();
    if (row) {
      linkOf(row).click();
    }
  };

  const claim = () => {
    const button = (present() || main).querySelector("form[action$='/claim/'] [type='submit']");
    if (button && (present() || !rows().length)) {
      button.click();
    }
  };

  const search = () => {
    const field = main.querySelector("input[name='q']") || document.querySelector(".site-search input[name='q']");
    if (field) {
      field.focus();
      field.select();
    }
  };

  const show = () => {
    if (help.open) {
      help.close();
    } else {
      help.showModal();
    }
  };

  const KEYS = { j: () => step(1), k: () => step(-1), o: open, c: claim, "/": search, "?": show };

  document.addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat && event.key === "c") {
      return;
    }
    if (event.target.closest(WRITING) || (help.open && event.key !== "?")) {
      return;
    }
    event.preventDefault();
    act();
  });

  for (const button of document.querySelectorAll("[data-shortcuts-help]")) {
    button.hidden = false;
    button.addEventListener("click", show);
  }
})();
