// What a page with a passkey says when the browser breaks off or knows no passkeys.
"use strict";

(() => {
  const show = (selector) => {
    for (const words of document.querySelectorAll(selector)) {
      words.hidden = false;
      words.focus();
    }
  };

  if (!window.PublicKeyCredential) {
    show("[data-passkey-missing]");
  }

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault(); // told on the page, not in the console
    show("[data-passkey-error]");
  });
})();
