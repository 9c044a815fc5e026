/* The pages on phones: photos made smaller, what is typed kept at once, sent when there is a network, and said so.
   Every page works without it. What waits is held by `drafts` (queue.js). */
(function () {
  "use strict";
  const here = document.getElementById("phone");
  if (!here || !self.indexedDB || !self.fetch || !self.AbortController) { return; }
  const me = here.dataset, page = location.pathname;
  const LONG_SIDE = 1600, QUALITY = 0.8, RETRY = [5, 15, 30, 60, 120, 300], TOLD = 600000, AHEAD = 10;
  /* What a form carries besides what was typed. */
  const OWN = ["csrfmiddlewaretoken", "token", "person", "papers"];
  const sheets = Array.from(document.querySelectorAll("form[data-queue]"), sheet);
  let went = "idle", sending = 0, tries = 0, timer = null;

  function make(tag, text, more) {
    const made = Object.assign(document.createElement(tag), more || {});
    if (text) { made.textContent = text; }
    return made;
  }

  function token() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 15 | 64;
    bytes[8] = bytes[8] & 63 | 128;
    const hex = Array.from(bytes, function (b) { return b.toString(16).padStart(2, "0"); }).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  /* A form, its photos, and the draft it is kept as; `work` is the last thing being done to them. */
  function sheet(form) {
    const move = form.querySelector("[name=move]"), path = new URL(form.action).pathname;
    const key = path + "#" + (move ? move.value : "");
    return { form: form, path: path, key: key, token: token(), photos: [], timer: null, work: Promise.resolve() };
  }

  function inTurn(one, act) {
    one.work = one.work.catch(function () {}).then(act);
    return one.work;
  }

  function draft(one, state) {
    const pairs = Array.from(new FormData(one.form)), said = one.form.querySelector("[name=said]");
    const title = said ? said.value.trim().slice(0, 40) : document.querySelector("h1").textContent;
    return {
      token: one.token, person: me.person, name: me.name, form: one.key, action: one.path, state: state,
      fields: pairs.filter(function (pair) { return !OWN.includes(pair[0]); }), photos: one.photos,
      label: one.form.dataset.queue + "：" + title, reasons: [], at: Date.now()
    };
  }

  function blank(one) {
    clearTimeout(one.timer);
    Object.assign(one, { token: token(), photos: [] });
    one.form.reset();
    one.form.querySelectorAll(".errors").forEach(function (old) { old.remove(); });
    results(one.form);
    return thumbs(one);
  }

  /* Photos: drawn anew at most LONG_SIDE long, the right way up, which also leaves out what the camera wrote. */
  async function shrink(file) {
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const share = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
      const canvas = make("canvas", "", { width: Math.round(picture.width * share) });
      canvas.height = Math.round(picture.height * share);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const blob = await new Promise(function (done) { canvas.toBlob(done, "image/jpeg", QUALITY); });
      return { name: file.name.replace(/\.\w+$/, "") + ".jpg", type: "image/jpeg", bytes: await read(blob) };
    } catch (undrawable) {
      /* What this browser cannot draw goes as it is; the server judges it. */
      return { name: file.name, type: file.type, bytes: await read(file) };
    }
  }

  function read(blob) { return new Response(blob).arrayBuffer(); }

  async function added(one, input) {
    const files = Array.from(input.files);
    input.value = "";
    await inTurn(one, async function () {
      for (const file of files) { one.photos.push(await shrink(file)); }
      await thumbs(one);
    });
    keep(one);
  }

  async function thumbs(one) {
    const tiles = one.form.querySelector(".tiles");
    if (!tiles) { return; }
    const boxes = await Promise.all(one.photos.map(function (photo) { return thumb(one, photo); }));
    tiles.querySelectorAll(".thumb").forEach(function (old) { old.remove(); });
    tiles.prepend.apply(tiles, boxes);
  }

  async function thumb(one, photo) {
    const box = make("span", "", { className: "thumb" }), canvas = make("canvas", "", { width: 168, height: 168 });
    const off = make("button", "×", { type: "button", ariaLabel: "去掉这张照片" });
    off.addEventListener("click", function () {
      one.photos = one.photos.filter(function (other) { return other !== photo; });
      box.remove();
      keep(one);
    });
    box.append(canvas, off);
    try {
      const picture = await createImageBitmap(new Blob([photo.bytes], { type: photo.type }));
      const side = Math.min(picture.width, picture.height), left = (picture.width - side) / 2;
      canvas.getContext("2d").drawImage(picture, left, (picture.height - side) / 2, side, side, 0, 0, 168, 168);
    } catch (undrawable) {
      canvas.replaceWith(make("span", photo.name));
    }
    return box;
  }

  /* Typing is kept at once, so that a reload or an empty battery loses nothing. */
  function keep(one) {
    clearTimeout(one.timer);
    one.timer = setTimeout(function () { inTurn(one, function () { return typing(one); }).then(show, show); }, 300);
  }

  function typing(one) {
    const texts = Array.from(one.form.querySelectorAll("textarea"));
    const some = one.photos.length || texts.some(function (text) { return text.value.trim(); });
    return some ? drafts.put(draft(one, "typing")) : drafts.remove(one.token);
  }

  async function restore() {
    const found = (await drafts.all()).filter(function (d) { return d.person === me.person && d.state === "typing"; });
    found.sort(function (a, b) { return b.at - a.at; });
    sheets.forEach(function (one) {
      const own = found.find(function (d) { return d.form === one.key; });
      if (own) { fill(one, own); }
    });
  }

  function fill(one, own) {
    blank(one);
    Object.assign(one, { token: own.token, photos: own.photos });
    own.fields.forEach(function (pair) {
      one.form.querySelectorAll("[name='" + pair[0] + "']").forEach(function (field) { put(field, pair[1]); });
    });
    results(one.form);
    thumbs(one);
    if (own.reasons.length) { one.form.prepend(corrections(own.reasons)); }
  }

  function put(field, value) {
    const ticked = field.type === "radio" || field.type === "checkbox", fold = field.closest("details");
    if (ticked) { field.checked = field.value === value; }
    /* Of which edition a form speaks is what the page says, not what it said then. */
    if (!ticked && field.name !== "edition") { field.value = value; }
    if (fold && (ticked ? field.checked : value && field.type !== "hidden")) { fold.open = true; }
  }

  function corrections(reasons) {
    const box = make("div", "", { className: "errors" }), list = make("ul");
    box.setAttribute("role", "alert");
    reasons.forEach(function (reason) { list.append(make("li", reason)); });
    box.append(make("h2", "没有被接收，请改正后再发"), list);
    return box;
  }

  async function submitted(one, event) {
    event.preventDefault();
    /* A second tap finds the first still at work. */
    if (one.form.hasAttribute("data-held")) { return; }
    one.form.setAttribute("data-held", "");
    clearTimeout(one.timer);
    try {
      await inTurn(one, function () { return drafts.put(draft(one, "waiting")); });
    } catch (full) {
      byHand(one);
      return;
    }
    await blank(one);
    await show();
    one.form.removeAttribute("data-held");
    scrollTo(0, 0);
    if (navigator.storage && navigator.storage.persist) { navigator.storage.persist(); }
    await send();
  }

  /* The phone's store is full or closed: as an ordinary form, with the photos it has. */
  function byHand(one) {
    const inputs = one.form.querySelectorAll("[name=papers]"), files = new DataTransfer();
    one.photos.forEach(function (photo) { files.items.add(new File([photo.bytes], photo.name, { type: photo.type })); });
    if (inputs.length) { inputs[inputs.length - 1].files = files.files; }
    one.form.querySelector("[name=token]").value = one.token;
    one.form.submit();
  }

  /* Sending. Where the browser can, it wakes the worker when there is a network again, the page being closed by then. */
  async function later() {
    const workers = navigator.serviceWorker, ready = workers && workers.controller && await workers.ready;
    if (ready && ready.sync) { await ready.sync.register("drafts").catch(function () {}); }
  }

  async function send() {
    clearTimeout(timer);
    sending += 1;
    await show();
    went = await drafts.send(me.who, show).catch(function () { return "busy"; });
    sending -= 1;
    if (went === "sent") { tries = 0; }
    /* Sent, and yet my own still wait: somebody else is signed in by now. */
    if (went === "sent" && (await own("waiting")).length) { went = "signed-out"; }
    if (went === "offline" || went === "busy") {
      timer = setTimeout(send, 1000 * RETRY[Math.min(tries, RETRY.length - 1)]);
      tries += 1;
      await later();
    }
    await onward();
    await show();
  }

  async function own(state) {
    return (await drafts.all()).filter(function (d) { return d.person === me.person && d.state === state; });
  }

  /* The page of a matter that has been moved is of the past, and so is a list with it. */
  async function onward() {
    const done = (await own("sent")).filter(function (d) { return d.action !== me.report && !d.followed; });
    for (const one of done) { await drafts.put(Object.assign(one, { followed: true })); }
    const mine = done.filter(function (d) { return d.action === page; }).pop();
    if (mine) { location.assign(mine.onward); } else if (done.length && page === me.mine) { location.reload(); }
  }

  /* What is said about it */
  async function show() {
    const known = await drafts.all(), unsent = known.filter(function (d) { return d.state !== "sent"; });
    const mine = known.filter(function (d) { return d.person === me.person; });
    const waiting = mine.filter(function (d) { return d.state === "waiting"; });
    const fresh = mine.filter(function (d) { return d.state === "sent" && Date.now() - d.at < TOLD; });
    const box = document.getElementById("waiting"), lines = waiting.length ? [wait(waiting.length)] : [];
    const back = mine.filter(function (d) { return d.state === "refused"; });
    back.forEach(function (d) { lines.push(refused(d)); });
    fresh.sort(function (a, b) { return b.at - a.at; }).slice(0, 3).forEach(function (d) { lines.push(arrived(d)); });
    strangers(unsent).forEach(function (text) { lines.push(line("", text)); });
    box.replaceChildren.apply(box, lines);
    status(waiting.length, back.length);
    mark(waiting.map(function (d) { return d.action; }));
    remember(unsent.length);
  }

  /* For signing out, which any page of the site can do (ui/taizhang.js). */
  function remember(count) {
    if (count) { localStorage.setItem("unsent", String(count)); } else { localStorage.removeItem("unsent"); }
  }

  function strangers(unsent) {
    const counts = {};
    unsent.forEach(function (d) { if (d.person !== me.person) { counts[d.name] = (counts[d.name] || 0) + 1; } });
    return Object.keys(counts).map(function (name) {
      return "这部手机上还有" + name + "的 " + counts[name] + " 条没有发送，由本人登录后发送。";
    });
  }

  function line(kind, text, more) {
    const box = make("div", "", { className: "notice " + kind }), words = make("span", text);
    if (more) { words.append(more); }
    box.append(words);
    return box;
  }

  function wait(count) {
    const many = "（" + count + " 条）";
    if (sending && navigator.onLine) { return line("", "正在发送" + many); }
    if (went === "signed-out") {
      const href = me.login + "?next=" + encodeURIComponent(page);
      return line("warning", "登录已过期，内容还在手机上" + many + "。", make("a", "请本人重新登录，随后自动发送", { href: href }));
    }
    if (went === "busy") { return line("warning", "已存在手机上，服务器忙，稍后自动再发" + many); }
    return line("warning", "已存在手机上，联网后自动发送" + many);
  }

  function refused(one) {
    const again = make("button", "改正", { type: "button", className: "btn" }), row = make("span", "", { className: "actions" });
    const away = make("button", "删除", { type: "button", className: "btn" });
    again.addEventListener("click", function () { correct(one); });
    away.addEventListener("click", function () {
      if (confirm("删除后不能找回：" + one.label)) { drafts.remove(one.token).then(show); }
    });
    row.append(again, away);
    return line("error", one.label + "　没有被接收：" + one.reasons.join("；"), row);
  }

  async function correct(one) {
    const open = sheets.find(function (s) { return s.key === one.form; });
    await drafts.put(Object.assign(one, { state: "typing", at: Date.now() }));
    if (!open) { location.assign(one.action); return; }
    fill(open, one);
    await show();
    open.form.scrollIntoView();
  }

  function arrived(one) { return line("success", "已发送：", make("a", one.said, { href: one.read })); }

  function status(waiting, back) {
    const tag = document.getElementById("net"), off = !navigator.onLine || went === "offline";
    tag.hidden = false;
    tag.className = "tag " + (back ? "r" : off || waiting ? "a" : "g");
    tag.textContent = (off ? "无网络 · " : "已联网 · ") +
      (back ? back + " 条要改正" : off ? "存在手机里" : waiting ? "待发送" : "全部送达");
  }

  /* What waits to be sent is not to be done twice. */
  function mark(paths) {
    document.querySelectorAll("a.task").forEach(function (card) {
      card.querySelectorAll(".unsent").forEach(function (old) { old.remove(); });
      if (paths.includes(new URL(card.href).pathname)) {
        card.firstElementChild.append(make("span", "待发送", { className: "tag b unsent" }));
      }
    });
    sheets.forEach(function (one) { one.form.hidden = one.path !== me.report && paths.includes(one.path); });
  }

  /* The place, from the phone: WGS 84 degrees */
  function locating(box) {
    const button = box.querySelector("button"), said = box.querySelector("span"), fields = box.closest("form").elements;
    if (!navigator.geolocation) { return; }
    function found(place) {
      fields.longitude.value = place.coords.longitude.toFixed(6);
      fields.latitude.value = place.coords.latitude.toFixed(6);
      said.textContent = "已记下位置（误差约 " + Math.round(place.coords.accuracy) + " 米），请核对上面的地点";
      button.textContent = "重新定位";
    }
    function failed(error) {
      const why = error.code === 1 ? "手机没有允许定位" : "没有取得位置";
      said.textContent = why + "，请在上面选择地点，照样可以上报";
    }
    function ask() {
      said.textContent = "正在定位…";
      navigator.geolocation.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
    }
    box.hidden = false;
    button.addEventListener("click", ask);
    if (navigator.permissions) {
      navigator.permissions.query({ name: "geolocation" })
        .then(function (right) { if (right.state === "granted") { ask(); } }).catch(function () {});
    }
  }

  /* Only the results that the chosen kind can have. */
  function results(form) {
    const what = form.querySelector("[name=what]:checked"), select = form.querySelector("select[name=outcome]");
    if (!what || !select) { return; }
    const flow = what.value.split(":")[0] + ":";
    select.querySelectorAll("optgroup").forEach(function (group) {
      const fits = group.firstElementChild.value.startsWith(flow);
      group.hidden = group.disabled = !fits;
      if (!fits && group.querySelector(":checked")) { select.value = ""; }
    });
  }

  /* The worker, and copies of the pages that will be wanted without a network. */
  async function worker() {
    const workers = navigator.serviceWorker;
    if (!workers) { return; }
    await workers.register(me.worker, { scope: me.mine.replace(/mine$/, "") });
    await workers.ready;
    if (!workers.controller) {
      await new Promise(function (done) { workers.addEventListener("controllerchange", done, { once: true }); });
    }
    const cards = Array.from(document.querySelectorAll("a.task"), function (card) { return new URL(card.href).pathname; });
    for (const path of [me.report, me.mine].concat(cards.slice(0, AHEAD))) {
      /* Never on to the sign-in page: its new cookie would end the one that somebody may be filling in. */
      if (!await caches.match(path, { ignoreVary: true })) { await fetch(path, { redirect: "manual" }); }
    }
  }

  document.documentElement.classList.add("scripted");
  document.querySelectorAll(".promise").forEach(function (words) { words.hidden = false; });
  document.querySelectorAll(".locate").forEach(locating);
  sheets.forEach(function (one) {
    one.form.addEventListener("submit", function (event) { submitted(one, event); });
    one.form.addEventListener("input", function (event) {
      results(one.form);
      if (event.target.type !== "file") { keep(one); }
    });
    one.form.addEventListener("change", function (event) {
      if (event.target.type === "file") { added(one, event.target); }
    });
  });
  self.addEventListener("online", send);
  self.addEventListener("offline", function () { went = "offline"; show(); });
  document.addEventListener("visibilitychange", function () { if (!document.hidden) { send(); } });
  if (self.BroadcastChannel) {
    new BroadcastChannel("drafts").addEventListener("message", function (said) { went = said.data; onward().then(show); });
  }
  /* Without the worker, as over plain http, there are no copies; everything else is as with it. */
  restore().then(drafts.tidy).then(send).then(worker).catch(function () {});
})();
