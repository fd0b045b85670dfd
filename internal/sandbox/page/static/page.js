// What the page does in the browser, beside htmx: it patches lists instead of
// replacing them, so that nobody loses what they are typing, follows a story,
// and marks what is new where nobody is looking.
"use strict";

const $ = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// --- Patching -----------------------------------------------------------------
// data-list: an element whose children, each with an id, are patched one by one.
// data-v:    changes whenever the element must be drawn anew.
// data-keep: is never touched again, like a form that somebody types in.

function patch(now, next, fresh) {
  if (next.hasAttribute("data-keep")) return;
  if (!next.hasAttribute("data-list")) {
    if (now.dataset.v !== next.dataset.v || now.dataset.v === undefined) replace(now, next, fresh);
    return;
  }
  const bottom = now.hasAttribute("data-log") && (now.dataset.of !== next.dataset.of || atBottom(now));
  for (const { name, value } of [...next.attributes]) {
    if (name.startsWith("data-") || name === "aria-label") {
      if (name === "data-count" && now.dataset.count === "0" && value !== "0") now.open = true;
      now.setAttribute(name, value);
    }
  }
  const old = new Map([...now.children].filter((c) => c.id).map((c) => [c.id, c]));
  let at = now.firstElementChild;
  for (const child of [...next.children]) {
    const same = old.get(child.id);
    if (!same) {
      child.classList.add("fresh");
      now.insertBefore(child, at);
      fresh.push(child);
      continue;
    }
    old.delete(child.id);
    if (same === at) at = at.nextElementSibling;
    else now.insertBefore(same, at);
    patch(same, child, fresh);
  }
  for (const gone of old.values()) gone.remove();
  if (bottom) now.scrollTop = now.scrollHeight;
}

function replace(now, next, fresh) {
  const focused = now.contains(document.activeElement) ? document.activeElement.id : null;
  now.replaceWith(next);
  fresh.push(next);
  if (focused === null) return;
  const again = focused && $(focused);
  (again || next).focus({ preventScroll: true });
}

const atBottom = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < 80;

htmx.defineExtension("keyed", {
  isInlineSwap: (style) => style === "keyed",
  handleSwap: (style, target, fragment) => {
    if (style !== "keyed") return false;
    const next = fragment.querySelector("#" + target.id);
    if (!next) return [];
    if (target.dataset.scene !== next.dataset.scene) scene();
    const fresh = [];
    patch(target, next, fresh);
    // At once, so that no press falls between an element's coming and its waking.
    fresh.forEach((e) => htmx.process(e));
    queueMicrotask(() => settle(fresh));
    return [];
  },
});

// --- After a patch --------------------------------------------------------------

let adding = false; // a phone is on its way that was added here

function settle(fresh) {
  for (const e of fresh) {
    for (const log of all("[data-log]", e)) log.scrollTop = log.scrollHeight;
    if (e.matches("article.phone")) {
      const first = adding;
      adding = false;
      if (first) e.scrollIntoView({ behavior: calm(), block: "nearest", inline: "start" });
      if (first) e.querySelector("textarea").focus({ preventScroll: true });
    }
  }
  for (const d of all("dialog.form")) {
    if (d.open) continue;
    d.showModal();
    d.addEventListener("cancel", (event) => { event.preventDefault(); shut(d); });
    d.querySelector("[aria-invalid], .field input, .field textarea, .field select")?.focus();
  }
  dots();
  follow();
  point();
}

const calm = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth");

function shut(dialog) {
  htmx.ajax("POST", "/desk/form/close", { swap: "none", source: dialog, values: { view: dialog.dataset.viewOpen, ...looking() } });
}

const looking = () => Object.fromEntries(new FormData($("looking")));

// --- What is new where nobody looks ----------------------------------------------

let seen = new Map();
let started = false;

function scene() {
  seen = new Map();
  followed = "";
}

const visible = (e) => e.offsetParent !== null;

function dots() {
  const waiting = { phones: false, desk: false };
  for (const e of all("[data-seen-as]")) {
    const key = e.dataset.seenAs;
    const pane = e.closest("#phones") ? "phones" : "desk";
    const shown = pane === "desk" ? e.classList.contains("open") && visible($("room")) : inView($(key));
    if (!started || shown || !seen.has(key)) {
      if (!started || shown) seen.set(key, e.dataset.latest);
      else seen.set(key, "");
    }
    const isNew = seen.get(key) !== e.dataset.latest;
    e.querySelector(".dot").hidden = !isNew;
    waiting[pane] ||= isNew;
  }
  started = true;
  for (const tab of all(".tabs [data-show]")) {
    tab.querySelector(".dot").hidden = !waiting[tab.dataset.show] || document.body.dataset.pane === tab.dataset.show;
  }
}

function inView(phone) {
  if (!phone || !visible(phone)) return false;
  const a = phone.getBoundingClientRect();
  const b = $("handsets").getBoundingClientRect();
  return a.left + a.width / 2 > b.left && a.left + a.width / 2 < b.right;
}

// --- Looking elsewhere -------------------------------------------------------------

function look(change) {
  const form = $("looking");
  let differs = false;
  for (const [name, value] of Object.entries(change)) {
    differs ||= form.elements[name].value !== value;
    form.elements[name].value = value;
  }
  if (!differs) return;
  history.replaceState(null, "", "/?" + new URLSearchParams(looking()));
  htmx.trigger("#desk", "look");
}

function pane(name) {
  document.body.dataset.pane = name;
  for (const tab of all(".tabs [data-show]")) tab.setAttribute("aria-pressed", String(tab.dataset.show === name));
  for (const log of all("[data-log]", $(name))) log.scrollTop = log.scrollHeight;
  dots();
}

let followed = "";

// follow looks where the story is: at a phone, or into a channel.
function follow() {
  const { playing, look: phone, channel, user, step, scene, words } = $("bar").dataset;
  const where = playing === "true" ? [scene, step, phone, channel, user, words].join(" ") : "";
  if (where === followed || (phone && where && !$(phone))) return;
  followed = where;
  all(".phone.here").forEach((e) => e.classList.remove("here"));
  type(where && phone, words);
  if (!where) return;
  if (phone) {
    pane("phones");
    $(phone).classList.add("here");
    if (!inView($(phone))) $(phone).scrollIntoView({ behavior: calm(), block: "nearest", inline: "start" });
  }
  if (channel) pane("desk");
  const change = {};
  if (channel) change.channel = channel;
  if (user) change.as = user;
  look(change);
}

// point shows the button that the story is about to press.
function point() {
  const { playing, button } = $("bar").dataset;
  const pressed = playing === "true" && button
    ? all("#log button.button").findLast((e) => e.textContent === button || e.dataset.control?.endsWith("/" + button))
    : undefined;
  for (const e of all("#log .pointed")) if (e !== pressed) e.classList.remove("pointed");
  pressed?.classList.add("pointed");
}

let typing = { field: null, timer: 0 };

// type writes a story's words into a phone's field, a few letters at a time.
function type(phone, words) {
  clearInterval(typing.timer);
  if (typing.field) typing.field.value = "";
  typing = { field: null, timer: 0 };
  if (!phone || !words) return;
  const field = $(phone + "-text");
  const step = Math.max(1, Math.ceil(words.length / 40));
  let shown = 0;
  typing = { field, timer: setInterval(() => {
    shown += step;
    field.value = words.slice(0, shown);
    field.scrollTop = field.scrollHeight;
    if (shown >= words.length) clearInterval(typing.timer);
  }, 30) };
}

// --- What people do -----------------------------------------------------------------

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  let e;
  if ((e = at("[data-show]"))) pane(e.dataset.show);
  else if ((e = at("[data-look-channel]")) && plain(event)) look({ channel: e.dataset.lookChannel });
  else if ((e = at("[data-look-as]")) && plain(event)) look({ as: e.dataset.lookAs });
  else if ((e = at("[data-shut]"))) shut(e.closest("dialog"));
  else if ((e = at("[data-fill]"))) {
    const field = $(e.dataset.fill);
    field.value = e.textContent;
    field.focus();
  } else if ((e = at(".chip")) && plain(event)) {
    const phone = $(e.dataset.seenAs);
    phone.scrollIntoView({ behavior: calm(), block: "nearest", inline: "start" });
    phone.querySelector("textarea").focus({ preventScroll: true });
  }
});

function plain(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return false;
  event.preventDefault();
  return true;
}

// Enter sends, and Shift with Enter begins a new line. A phone's keyboard tells
// of the line break only.
let shift = false;
for (const kind of ["keydown", "keyup"]) document.addEventListener(kind, (event) => { shift = event.shiftKey; });

document.addEventListener("beforeinput", (event) => {
  if (!["insertLineBreak", "insertParagraph"].includes(event.inputType) || shift || !event.target.matches("[data-enter]")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

document.addEventListener("toggle", ({ target }) => {
  if (!target.matches("details.thread") || !target.open || !started) return;
  const form = target.querySelector("form");
  form.scrollIntoView({ behavior: calm(), block: "nearest" });
}, true);

document.addEventListener("scroll", (event) => { if (event.target.id === "handsets") dots(); }, true);

// A field is emptied when it is sent, and given back when that fails.
const sent = new WeakMap();

document.addEventListener("htmx:configRequest", ({ detail }) => {
  const { ts, view, control } = detail.elt.dataset;
  const channel = detail.elt.closest("#log") && $("log").dataset.of;
  for (const [name, value] of Object.entries({ ts, view, control, channel })) {
    if (value !== undefined && value !== null) detail.parameters[name] = value;
  }
});

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.elt.id === "add") adding = true;
  if (!detail.elt.matches("form[data-reset]")) return;
  const field = detail.elt.querySelector("textarea, input:not([type=hidden])");
  sent.set(detail.xhr, { field, words: field.value });
  field.value = "";
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const was = sent.get(detail.xhr);
  if (!detail.successful && was && was.field.value === "" && was.field.isConnected) was.field.value = was.words;
});

let fading;

function toast(words) {
  clearTimeout(fading);
  $("toast").textContent = words;
  $("toast").classList.add("shown");
  fading = setTimeout(() => $("toast").classList.remove("shown"), 6000);
}

document.addEventListener("htmx:responseError", ({ detail }) => toast(detail.xhr.responseText.trim()));
document.addEventListener("htmx:sendError", () => toast("Goodturn's demo has stopped. Start it again, and reload this page."));

// Slack asks before some presses count.
document.addEventListener("htmx:confirm", (event) => {
  const { sure, sureText, sureYes, sureNo } = event.detail.elt.dataset;
  if (sure === undefined) return;
  event.preventDefault();
  const dialog = $("sure");
  const [no, yes] = all("button", dialog);
  dialog.querySelector("h2").textContent = sure;
  dialog.querySelector("p").textContent = sureText;
  no.textContent = sureNo;
  yes.textContent = sureYes;
  yes.classList.toggle("danger", event.detail.elt.classList.contains("danger"));
  dialog.returnValue = "no";
  dialog.onclose = () => { if (dialog.returnValue === "yes") event.detail.issueRequest(true); };
  dialog.showModal();
});

for (const log of all("[data-log]")) log.scrollTop = log.scrollHeight;
settle([]);
