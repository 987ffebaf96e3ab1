// Small helps on top of pages that work without script.
"use strict";

(() => {
  // The error summary takes the focus, so that it is read first.
  const summary = document.querySelector("[data-focus]");
  if (summary) {
    summary.focus();
  }

  // Its links put the focus into the field, also where the field is a group of choices.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a[href^='#']");
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (field) {
      event.preventDefault();
      field.focus();
      field.scrollIntoView({ block: "center" });
    }
  });

  // A double click sends a form once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") {
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
  });

  // Coming back by the browser's own button, the form may be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    }
  });

  // The account menu closes on Escape and on a click elsewhere.
  const account = document.querySelector("details.account");
  if (account) {
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && account.open) {
        account.open = false;
        account.querySelector("summary").focus();
      }
    });
    document.addEventListener("click", (event) => {
      if (!account.contains(event.target)) {
        account.open = false;
      }
    });
  }

  // A menu that is pushed sideways on a telephone begins with the page one is on.
  const here = document.querySelector(".site-nav [aria-current]");
  if (here) {
    const menu = here.closest("ul");
    menu.scrollLeft = here.offsetLeft - menu.offsetLeft - 40;
  }

  // Where the browser shows no PDF in a page, an empty frame helps nobody: the link below it stays.
  if (navigator.pdfViewerEnabled === false) {
    for (const frame of document.querySelectorAll("iframe[data-needs-viewer]")) {
      frame.remove();
    }
  }

  // A printed page shows every fold.
  window.addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("main details:not([open])")) {
      fold.open = true;
      fold.dataset.opened = "for-print";
    }
  });
  window.addEventListener("afterprint", () => {
    for (const fold of document.querySelectorAll("details[data-opened]")) {
      fold.open = false;
      delete fold.dataset.opened;
    }
  });
})();
