/* Signing out on any page: takes away the copies that pages keep on this phone, warns of what was not sent, keeps that.
   Copies are in caches named matters-pages-*; how many wait is written down as "unsent" by the pages that queue. */
document.addEventListener("submit", function (event) {
  "use strict";
  if (!/\/logout\/$/.test(event.target.getAttribute("action"))) { return; }
  var unsent = localStorage.getItem("unsent");
  if (unsent && !confirm("这部手机上可能还有 " + unsent + " 条没有发送。退出后仍存在手机上，由本人登录后发送。仍要退出吗？")) {
    event.preventDefault();
    return;
  }
  if (!window.caches) { return; }
  caches.keys().then(function (names) {
    names.forEach(function (name) { if (/^matters-pages-/.test(name)) { caches.delete(name); } });
  });
}, true);
