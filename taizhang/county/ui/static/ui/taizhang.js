/* Makes pages quicker by hand; every page works without it. Nothing is stored. */
(function () {
  "use strict";
  var page = document;

  function find(selector) { return page.querySelector(selector); }
  function isField(node) { return /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName) || node.isContentEditable; }

  /* Leaving must not lose what was typed. */
  function touched(form) {
    return Array.prototype.some.call(form.elements, function (field) {
      if (field.type === "hidden") { return false; }
      if (field.type === "checkbox" || field.type === "radio") { return field.checked !== field.defaultChecked; }
      if (field.options) {
        var given = Array.prototype.some.call(field.options, function (o) { return o.defaultSelected; });
        return given ? Array.prototype.some.call(field.options, function (o) { return o.selected !== o.defaultSelected; })
          : field.selectedIndex > 0;
      }
      return "defaultValue" in field && field.value !== field.defaultValue;
    });
  }

  function leave() {
    var opened = find("details.me[open]"), close = find(".nav:target .close, .side .close"), form = find("form.form");
    if (opened) { opened.open = false; opened.firstElementChild.focus(); return; }
    if (page.activeElement.id === "q") { page.activeElement.blur(); return; }
    if (close) { close.click(); return; }
    if (isField(page.activeElement)) { page.activeElement.blur(); }
    if (!form || touched(form)) { return; }
    var cancel = form.querySelector("a.cancel");
    if (cancel) { cancel.click(); } else { history.back(); }
  }

  page.addEventListener("keydown", function (event) {
    /* Enter and Esc also steer the Chinese input method. */
    if (event.isComposing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "Escape") { leave(); }
    if (event.key === "/" && !isField(event.target) && find("#q")) {
      event.preventDefault();
      find("#q").select();
    }
  });

  page.addEventListener("change", function (event) {
    var form = event.target.form;
    if (form && event.target.tagName === "SELECT" && form.classList.contains("filters")) { form.requestSubmit(); }
  });

  page.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-again")) { return; }
    if (form.hasAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "");
    if (event.submitter) { event.submitter.setAttribute("aria-busy", "true"); }
  });

  /* A page shown again from the back button may be sent again. */
  window.addEventListener("pageshow", function () {
    page.querySelectorAll("[data-sent]").forEach(function (form) { form.removeAttribute("data-sent"); });
    page.querySelectorAll("[aria-busy]").forEach(function (button) { button.removeAttribute("aria-busy"); });
  });
})();
