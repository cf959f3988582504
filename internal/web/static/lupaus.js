// SPDX-License-Identifier: EUPL-1.2
// Small comforts. Every page works without this file.
"use strict";

// A chooser that stands with its own button submits when a choice is made with
// the pointer, or with Enter. Arrow keys alone only move through the choices.
for (const select of document.querySelectorAll("select[data-submit]")) {
  let arrows = false;
  select.addEventListener("keydown", (event) => {
    if (event.key === "Enter") select.form.requestSubmit();
    else arrows = true;
  });
  select.addEventListener("pointerdown", () => { arrows = false; });
  select.addEventListener("change", () => { if (!arrows) select.form.requestSubmit(); });
}

// The sentence of a clause can be put away without moving the pointer.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const chip of document.querySelectorAll(".lu-chip")) chip.dataset.quiet = "";
});
for (const chip of document.querySelectorAll(".lu-chip")) {
  for (const kind of ["pointerenter", "focusin"]) chip.addEventListener(kind, () => { delete chip.dataset.quiet; });
}

// An error summary, or a refusal, takes the focus when it is there.
const answer = document.querySelector(".ds-error-summary, .lu-refusal[tabindex]");
if (answer) answer.focus();

// A form that is on its way is not sent twice.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent;
});

// A clause that is folded away is unfolded when an address leads to it.
function unfold() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  let folded = false;
  for (let at = target.closest("details"); at; at = at.parentElement.closest("details")) {
    folded = folded || !at.open;
    at.open = true;
  }
  if (folded) target.scrollIntoView();
}
window.addEventListener("hashchange", unfold);
unfold();

// A long notice stands in layers: an address of a clause that was made before leads on to
// the page of its register.
const clause = decodeURIComponent(location.hash.slice(1));
if (clause.includes("/") && !document.getElementById(clause)) {
  const register = document.querySelector(`a[href$="/notice/registers/${CSS.escape(clause.split("/")[0])}"]`);
  if (register) location.replace(register.href + location.hash);
}

// Long work on a page: how far it is stands there without loading the page anew, and
// the page is loaded once when the work has ended.
async function look() {
  const here = document.querySelector("[data-poll]");
  if (!here) return;
  try {
    const answer = await fetch(location.href, {headers: {Accept: "text/html"}});
    const there = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-poll]");
    if (!there) {
      location.reload();
      return;
    }
    if (!here.contains(document.activeElement)) here.replaceWith(there);
  } catch {
    return; // the link on the page is still there
  }
  setTimeout(look, 1500);
}
if (document.querySelector("[data-poll]")) setTimeout(look, 1000);
