// Uploads with their true progress; then each issue's own timeline. Without this file the form posts one file.
"use strict";

const AT_ONCE = 2;
const BUSY_MS = 3000;
const form = document.getElementById("upload");
const drop = document.getElementById("drop");
const field = document.getElementById("file");
const list = document.getElementById("uploads-list");
const template = document.getElementById("upload-item");
const maxBytes = Number(form.dataset.maxBytes);
const waiting = [];
let running = 0;

document.documentElement.classList.add("scripted");
field.multiple = true;
field.required = false;

function size(bytes) {
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  return bytes >= 1e3 ? `${Math.round(bytes / 1e3)} kB` : `${bytes} B`;
}

function say(item, kind, chinese, english) {
  const state = item.querySelector(".upload-state");
  const aside = document.createElement("span");
  aside.lang = "en";
  aside.className = "en";
  aside.textContent = english;
  item.dataset.state = kind;
  state.replaceChildren(document.createTextNode(`${chinese} `), aside);
}

function add(file) {
  const item = template.content.firstElementChild.cloneNode(true);
  item.querySelector("strong").textContent = file.name;
  item.querySelector(".meta").textContent = size(file.size);
  document.getElementById("uploads-section").hidden = false;
  list.append(item);
  if (file.size > maxBytes) {
    refuse(item, `文件超过 ${size(maxBytes)} 的上限，未上传。`, `Above the limit of ${size(maxBytes)}; not sent.`);
    return;
  }
  say(item, "waiting", "等待上传", "Waiting");
  waiting.push({ file, item, note: document.getElementById("note").value });
  next();
}

function next() {
  while (running < AT_ONCE && waiting.length) {
    running += 1;
    send(waiting.shift());
  }
}

function send(job) {
  const request = new XMLHttpRequest();
  const body = new FormData();
  if (job.note) body.append("note", job.note);
  body.append("file", job.file);
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => sent(job.item, event.loaded, event.total));
  request.addEventListener("load", () => answered(job, request));
  request.addEventListener("error", () => {
    refuse(job.item, "连接中断，没有保存任何内容，请重新上传。", "The connection broke; nothing was kept. Send it again.");
  });
  request.addEventListener("loadend", () => {
    running -= 1;
    next();
  });
  say(job.item, "sending", "上传中", "Sending");
  request.send(body);
}

function sent(item, loaded, total) {
  const percent = total ? Math.floor((100 * loaded) / total) : 0;
  item.querySelector("progress").value = total ? loaded / total : 0;
  say(item, "sending", `上传中 ${percent}% · ${size(loaded)}`, "Sending");
}

function answered(job, request) {
  const answer = request.response ?? {};
  if (request.status === 503) {
    say(job.item, "waiting", "服务器忙，稍后自动重试", "Busy; trying again shortly");
    setTimeout(() => {
      waiting.push(job);
      next();
    }, BUSY_MS);
  } else if (request.status >= 400) {
    refuse(job.item, answer.detail_zh ?? "上传被拒绝。", answer.detail ?? `HTTP ${request.status}`);
  } else {
    accepted(job.item, answer);
  }
}

function accepted(item, answer) {
  item.querySelector("progress").value = 1;
  if (answer.duplicate) say(item, "sent", "已收录过同一文件，未重复处理", "Held already; nothing was done twice");
  else say(item, "sent", "上传完成", "Sent");
  const timeline = item.querySelector(".upload-progress");
  const place = document.createElement("div");
  place.setAttribute("hx-get", `/issues/${encodeURIComponent(answer.id)}/progress?brief=true`);
  place.setAttribute("hx-trigger", "load");
  place.setAttribute("hx-swap", "outerHTML");
  timeline.replaceChildren(place);
  htmx.process(place);
}

function refuse(item, chinese, english) {
  item.querySelector("progress").hidden = true;
  say(item, "refused", chinese, english);
}

function take(files) {
  for (const file of files) add(file);
}

field.addEventListener("change", () => {
  take(field.files);
  field.value = "";
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  field.click();
});
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    if (event.dataTransfer?.types.includes("Files")) {
      event.preventDefault();
      drop.classList.add("over");
    }
  });
}
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) drop.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  take(event.dataTransfer.files);
});
