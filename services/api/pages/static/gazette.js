// What htmx does not do by itself: tell readers of the screen what changed, keep the focus, and a key for the search.
"use strict";

const announcement = document.getElementById("announcement");

document.addEventListener("htmx:afterSettle", (event) => {
  const results = document.getElementById("results");
  if (results && event.target.id === "results") {
    announcement.textContent = results.dataset.summary;
  }
});

// The field shows what was searched for, also after a step that did not go through the form.
document.addEventListener("htmx:pushedIntoHistory", (event) => {
  const field = document.getElementById("q");
  const address = new URL(event.detail.path, location.href);
  if (field && address.pathname === "/" && document.activeElement !== field) {
    field.value = address.searchParams.get("q") ?? "";
  }
});

// What cannot be shown in place is shown as a page of its own, with its reason.
document.addEventListener("htmx:responseError", (event) => {
  const { target, pathInfo, xhr } = event.detail;
  if (target.id === "results") location.assign(pathInfo.finalRequestPath);
  else if (xhr.status < 500 && !target.closest("#uploads-list")) location.reload();
});

document.addEventListener("htmx:sendError", () => {
  announcement.textContent = "连接中断，请稍后再试。 No connection.";
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const field = document.getElementById("q");
  if (event.key === "/" && !typing && field && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});
