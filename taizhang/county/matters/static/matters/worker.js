/* Keeps the pages of reporting and of my tasks for when there is no network, and sends what waits when there is one.
   Only pages whose answer names their person are kept: the server decides which; another person's arrival ends them. */
"use strict";
importScripts(self.KNOWN.queue);
const KNOWN = self.KNOWN, SHELL = "matters-shell-" + KNOWN.version, PAGES = "matters-pages-";
const PATIENCE = 6000, HALF_DAY = 12 * 3600 * 1000, MOST = 30;

self.addEventListener("install", function (event) {
  const wanted = KNOWN.shell.concat(KNOWN.offline).map(function (url) { return new Request(url, { cache: "reload" }); });
  event.waitUntil(caches.open(SHELL).then(function (cache) { return cache.addAll(wanted); }));
  self.skipWaiting();
});

self.addEventListener("activate", function (event) {
  event.waitUntil(drop(function (name) { return name.startsWith("matters-shell-") && name !== SHELL; }));
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", function (event) {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) { return; }
  if (KNOWN.shell.includes(url.pathname)) { event.respondWith(asset(event.request)); }
  else if (kept(url.pathname)) { event.respondWith(page(event, url.pathname)); }
  else if (event.request.mode === "navigate") { event.respondWith(fetch(event.request).catch(offline)); }
});

self.addEventListener("sync", function (event) {
  if (event.tag === "drafts") { event.waitUntil(sendAll()); }
});

async function sendAll() {
  const went = await self.drafts.send(KNOWN.who);
  if (self.BroadcastChannel) {
    const channel = new BroadcastChannel("drafts");
    channel.postMessage(went);
    channel.close();
  }
  /* The browser tries again later when this fails. */
  if (went === "offline" || went === "busy") { throw new Error(went); }
}

function kept(path) {
  return path === KNOWN.report || path === KNOWN.mine || ofTask(path);
}

function ofTask(path) {
  return path.startsWith(KNOWN.mine + "/") && /^\d+$/.test(path.slice(KNOWN.mine.length + 1));
}

async function asset(request) {
  return (await caches.match(request, { cacheName: SHELL, ignoreVary: true })) || fetch(request);
}

function offline() {
  return caches.match(KNOWN.offline, { cacheName: SHELL, ignoreVary: true });
}

/* The live page; the copy when nothing answers, or not within PATIENCE. */
async function page(event, path) {
  const live = fetch(event.request).then(function (answer) { return remember(path, answer); });
  event.waitUntil(live.catch(function () { return null; }));
  const copy = await stored(path);
  if (!copy) { return live.catch(offline); }
  const late = new Promise(function (done) { setTimeout(done, PATIENCE, "late"); });
  const answer = await Promise.race([live.catch(function () { return null; }), late]);
  return answer === "late" ? shown(copy, "网络慢") : answer || shown(copy, "离线");
}

async function remember(path, answer) {
  const person = answer.headers.get(KNOWN.keep);
  /* Answers of a gateway behind which nothing runs are no answers. */
  if (answer.status >= 502 && answer.status <= 504) { throw new Error("gateway"); }
  if (answer.type === "opaqueredirect" || answer.redirected) { await forgetTasks(); }
  if (!person || answer.status !== 200) { return answer; }
  await drop(function (name) { return name.startsWith(PAGES) && name !== PAGES + person; });
  const headers = new Headers(answer.headers), cache = await caches.open(PAGES + person);
  headers.set("X-Seen", String(Date.now()));
  await cache.put(path, new Response(await answer.clone().blob(), { status: 200, headers: headers }));
  await trim(cache);
  return answer;
}

async function trim(cache) {
  const tasks = (await cache.keys()).filter(function (request) { return ofTask(new URL(request.url).pathname); });
  for (const request of tasks.slice(0, Math.max(0, tasks.length - MOST))) { await cache.delete(request); }
}

/* The session has ended: the blank page of reporting may stay, what was to be read may not. */
async function forgetTasks() {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PAGES)) { continue; }
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      if (new URL(request.url).pathname.startsWith(KNOWN.mine)) { await cache.delete(request); }
    }
  }
}

async function stored(path) {
  for (const name of await caches.keys()) {
    const copy = name.startsWith(PAGES) && await caches.match(path, { cacheName: name, ignoreVary: true });
    if (copy && Date.now() - Number(copy.headers.get("X-Seen")) < HALF_DAY) { return copy; }
  }
  return null;
}

async function shown(copy, why) {
  const seen = new Date(Number(copy.headers.get("X-Seen")));
  const time = String(seen.getHours()).padStart(2, "0") + ":" + String(seen.getMinutes()).padStart(2, "0");
  const note = '<div class="notice warning" role="status"><span>' + why + "，显示 " + time + " 的内容</span></div>";
  const text = (await copy.text()).replace("<!--copy-->", note);
  return new Response(text, { headers: copy.headers });
}

async function drop(unwanted) {
  for (const name of await caches.keys()) {
    if (unwanted(name)) { await caches.delete(name); }
  }
}
