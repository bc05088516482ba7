/* Conveniences for the pages of those who are signed in. */
(function () {
  "use strict";

  /* CKAN proposes an address from a dataset's title but drops Vietnamese letters. */
  function keepLettersInAddresses() {
    if (!window.jQuery || !jQuery.url) return;
    var original = jQuery.url.slugify;
    jQuery.url.slugify = function (text, trim) {
      var plain = text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "D");
      return original.call(jQuery.url, plain, trim);
    };
  }

  /* The keyword field that CKAN builds has no name of its own, and English hints. */
  function nameKeywordField() {
    if (!document.querySelector("main [data-module=autocomplete]")) return;
    new MutationObserver(function () {
      document.querySelectorAll("main .select2-container").forEach(function (built) {
        var field = built.previousElementSibling;
        var label = field && document.querySelector("label[for='" + field.id + "']");
        if (!label) return;
        built.querySelectorAll("[role=combobox], .select2-search__field").forEach(function (control) {
          control.setAttribute("aria-label", label.textContent.trim());
          control.removeAttribute("title");
        });
        built.querySelector("[role=combobox]").setAttribute("aria-controls", "select2-" + field.id + "-results");
      });
    }).observe(document.querySelector("main"), { childList: true, subtree: true });
  }

  /* A form that came back begins with what is wrong in it. */
  function readErrors() {
    var errors = document.querySelector("[data-errors]");
    if (errors) errors.focus();
  }

  /* CKAN's script for repeated fields copies an element that must lie in the page. */
  function unpackTemplates() {
    document.querySelectorAll("[name=scheming-repeating-subfields] > template").forEach(function (template) {
      template.replaceWith(template.content);
    });
  }

  /* The question that CKAN asks before something is deleted gets its heading as its name. */
  function nameDialogs() {
    document.addEventListener("show.bs.modal", function (event) {
      var title = event.target.querySelector(".modal-title");
      if (title) event.target.setAttribute("aria-label", title.textContent.trim());
    });
  }

  function apiHeaders() {
    var field = document.querySelector("meta[name=csrf_field_name]").content;
    var token = document.querySelector("meta[name='" + field + "']").content;
    return { "Content-Type": "application/json", "X-CSRFToken": token };
  }

  /* Files of a dataset change places by buttons; each move is saved at once. */
  function reorderFiles() {
    var list = document.querySelector("[data-reorder]");
    if (!list) return;
    var status = list.nextElementSibling;
    list.addEventListener("click", function (event) {
      var button = event.target.closest("[data-move]");
      var item = button && button.closest("li");
      var up = button && button.dataset.move === "-1";
      var other = item && (up ? item.previousElementSibling : item.nextElementSibling);
      if (!other) return;
      list.insertBefore(up ? item : other, up ? other : item);
      button.focus();
      var order = Array.from(list.children, function (child) { return child.dataset.id; });
      fetch(list.dataset.api, { method: "POST", headers: apiHeaders(),
        body: JSON.stringify({ id: list.dataset.reorder, order: order }) }).then(function (answer) {
        status.textContent = answer.ok ? status.dataset.saved : status.dataset.failed;
      });
    });
  }

  unpackTemplates();
  keepLettersInAddresses();
  nameKeywordField();
  readErrors();
  nameDialogs();
  reorderFiles();
})();
