/* What was typed and photographed waits here, on the phone, until the server has said that it arrived.
   Used by the pages and by the service worker. A draft is {token, person, name, form, action, label, fields, photos,
   state, reasons, said, read, at}; its state is typing, waiting, refused or sent. The token makes two sendings one. */
self.drafts = (function () {
  "use strict";
  const NAME = "taizhang-drafts", STORE = "drafts", PATIENCE = 90000, DAY = 86400000;
  let running = null;

  function open() {
    return new Promise(function (done, fail) {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = function () { asked.result.createObjectStore(STORE, { keyPath: "token" }); };
      asked.onsuccess = function () { done(asked.result); };
      asked.onerror = function () { fail(asked.error); };
    });
  }

  async function act(mode, work) {
    const database = await open();
    return new Promise(function (done, fail) {
      const transaction = database.transaction(STORE, mode);
      const asked = work(transaction.objectStore(STORE));
      transaction.oncomplete = function () { database.close(); done(asked.result); };
      transaction.onabort = function () { database.close(); fail(transaction.error); };
    });
  }

  const all = function () { return act("readonly", function (store) { return store.getAll(); }); };
  const get = function (token) { return act("readonly", function (store) { return store.get(token); }); };
  const put = function (draft) { return act("readwrite", function (store) { return store.put(draft); }); };
  const remove = function (token) { return act("readwrite", function (store) { return store.delete(token); }); };

  /* As whom a sending would arrive now: {person, csrf}; person is null for nobody. Throws when nothing answers. */
  async function who(address) {
    const answer = await fetch(address, { redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect") { return { person: null }; }
    if (!answer.ok) { throw new Error("who"); }
    return answer.json();
  }

  /* Sends what waits, one after the other, and answers how it went: idle, sent, offline, busy or signed-out.
     Only one page or worker at a time sends, where the browser can tell; where not, the token still makes it one. */
  function send(address, told) {
    running = running || locked(function () { return each(address, told); }).finally(function () { running = null; });
    return running;
  }

  function locked(work) {
    return navigator.locks ? navigator.locks.request(NAME, work) : work();
  }

  async function each(address, told) {
    if (!(await waiting()).length) { return "idle"; }
    const me = await who(address).catch(function () { return null; });
    if (!me) { return "offline"; }
    if (me.person === null) { return "signed-out"; }
    /* Asked anew each time: another page may have sent it, and more may have come. Nothing goes as somebody else's. */
    for (;;) {
      const draft = (await waiting()).find(function (one) { return one.person === String(me.person); });
      if (!draft) { return "sent"; }
      const trouble = await one(draft, me.csrf);
      if (told) { told(); }
      if (trouble) { return trouble; }
    }
  }

  async function waiting() {
    const found = (await all()).filter(function (draft) { return draft.state === "waiting"; });
    return found.sort(function (a, b) { return a.at - b.at; });
  }

  async function one(draft, csrf) {
    const answer = await post(draft, csrf);
    if (!answer) { return "offline"; }
    if (answer.type === "opaqueredirect" || answer.status === 409) { return "signed-out"; }
    if (answer.status === 403 || answer.status === 408 || answer.status === 429 || answer.status >= 500) { return "busy"; }
    const words = await answer.json().catch(function () { return null; });
    if (answer.ok && words && words.said) {
      Object.assign(draft, { state: "sent", at: Date.now(), fields: [], photos: [] });
      Object.assign(draft, { said: words.said, read: words.read, onward: words.onward });
    } else if (answer.ok) {
      /* Somebody else's page, such as the sign-in of a public network. */
      return "offline";
    } else {
      draft.state = "refused";
      draft.reasons = words ? reasons(words) : ["服务器没有接收（" + answer.status + "）：这件事项可能已不在您的权限范围内。"];
    }
    await put(draft);
    return "";
  }

  function reasons(words) {
    const each = Object.values(words.fields || {});
    return each.reduce(function (found, more) { return found.concat(more); }, words.sentences || []);
  }

  async function post(draft, csrf) {
    const body = new FormData(), patience = new AbortController();
    draft.fields.forEach(function (pair) { body.append(pair[0], pair[1]); });
    body.append("token", draft.token);
    body.append("person", draft.person);
    draft.photos.forEach(function (photo) {
      body.append("papers", new Blob([photo.bytes], { type: photo.type }), photo.name);
    });
    const ring = setTimeout(function () { patience.abort(); }, PATIENCE);
    try {
      return await fetch(draft.action, {
        method: "POST", body: body, redirect: "manual", signal: patience.signal,
        headers: { Accept: "application/json", "X-CSRFToken": csrf }
      });
    } catch (lost) {
      return null;
    } finally {
      clearTimeout(ring);
    }
  }

  /* What arrived is shown for a day and then forgotten. */
  async function tidy() {
    for (const draft of await all()) {
      if (draft.state === "sent" && Date.now() - draft.at > DAY) { await remove(draft.token); }
    }
  }

  return { all: all, get: get, put: put, remove: remove, send: send, tidy: tidy };
})();
