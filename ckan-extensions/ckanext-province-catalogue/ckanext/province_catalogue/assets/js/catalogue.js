/* Small conveniences for the public pages; each page works without them. */
(function () {
  "use strict";

  /* Counts the visit where the tracking plugin listens; pages come from a cache, so the server cannot. */
  function countVisit() {
    var root = document.querySelector("meta[name=site-root]");
    var counted = document.body.dataset.countVisits;
    if (!root || !counted || !window.fetch) return;
    var send = function (url, type) {
      fetch(root.content + "_tracking", { method: "POST", keepalive: true,
        body: new URLSearchParams({ url: url, type: type }) }).catch(function () {});
    };
    send(location.pathname.replace(/^\/(vi|en)(?=\/|$)/, "").replace(/\/+$/, ""), "page");
    document.querySelectorAll("a.resource-url-analytics").forEach(function (link) {
      link.addEventListener("click", function () { send(link.href, "resource"); });
    });
  }

  /* A chosen order takes effect at once; without script its button does it. */
  function submitOnChange() {
    document.querySelectorAll("select[data-submit]").forEach(function (select) {
      select.addEventListener("change", function () { select.form.submit(); });
    });
  }

  function copyButtons() {
    if (!navigator.clipboard) return;
    document.querySelectorAll("button[data-copy]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        var source = document.getElementById(button.dataset.copy);
        navigator.clipboard.writeText(source.textContent.trim()).then(function () {
          button.querySelector("[data-label]").textContent = button.dataset.done;
        });
      });
    });
  }

  function closeMenusOnEscape() {
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape") return;
      document.querySelectorAll("details.account-menu[open]").forEach(function (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    });
  }

  /* Filters are open on wide screens and folded on phones. */
  function foldFilters() {
    var filters = document.querySelector("details.filters");
    if (filters && window.matchMedia("(max-width: 60rem)").matches) filters.open = false;
  }

  countVisit();
  submitOnChange();
  copyButtons();
  closeMenusOnEscape();
  foldFilters();
})();
