// The curves of the operators' page, and a live part that is not swapped under the reader's hand.
"use strict";

const STAGES = { extract: "提取", classify: "分类", index: "索引" };
const STATES = {
  received: "已接收",
  extracting: "提取中",
  classifying: "分类中",
  indexing: "编入索引",
  failed: "未能处理",
  ready: "可检索",
};
const HEIGHT = 190;
const section = document.getElementById("plots-section");
const quiet = document.getElementById("quiet-line");
const plots = [];
let held = null;

function inHand(id) {
  const part = document.getElementById(id);
  const selection = document.getSelection();
  const selecting = selection.type === "Range" && part.contains(selection.anchorNode);
  return selecting || part.querySelector(":active") !== null;
}

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "now") return;
  quiet.hidden = true;
  if (inHand("now") || inHand("troubles")) event.detail.shouldSwap = false;
});
for (const name of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(name, () => {
    quiet.hidden = false;
  });
}

// Which columns a plot shows: [name, values, shown at first].
const COLUMNS = {
  handled: (figures) => staged(figures.handled),
  lag: (figures) => staged(figures.lag),
  outbox: (figures) => [
    ["发件箱 outbox", figures.outbox, true],
    ["延迟重试 delayed", figures.delayed, true],
  ],
  issues: (figures) =>
    Object.entries(STATES).map(([state, name]) => [name, figures.issues[state], state !== "ready"]),
};

function staged(columns) {
  return Object.entries(columns).map(([group, values]) => [STAGES[group] ?? group, values, true]);
}

function append(figures) {
  if (held === null) {
    held = figures;
    return;
  }
  const before = held.at.length;
  const drop = Math.max(0, before + figures.at.length - held.kept);
  for (const name of ["at", "outbox", "delayed"]) held[name] = [...held[name], ...figures[name]].slice(drop);
  for (const part of ["issues", "handled", "lag"]) {
    for (const [name, values] of Object.entries(figures[part])) {
      held[part][name] = [...(held[part][name] ?? Array(before).fill(null)), ...values].slice(drop);
    }
  }
}

function colours() {
  return getComputedStyle(document.documentElement).getPropertyValue("--series").trim().split(/\s+/);
}

function axis(style) {
  const line = style.getPropertyValue("--line").trim();
  return { stroke: style.getPropertyValue("--quiet").trim(), grid: { stroke: line, width: 1 }, ticks: { show: false } };
}

function draw(figure) {
  const place = figure.querySelector(".drawing");
  const columns = COLUMNS[figure.dataset.plot](held).filter(([, values]) => values.some((value) => value !== null));
  const names = columns.map(([name]) => name).join();
  const data = [held.at, ...columns.map(([, values]) => values)];
  const drawn = plots.find((one) => one.figure === figure);
  if (drawn && drawn.names === names) {
    drawn.plot.setData(data);
    return;
  }
  drawn?.plot.destroy();
  if (drawn) plots.splice(plots.indexOf(drawn), 1);
  if (columns.length === 0) return;
  const plot = new uPlot(options(columns, place.clientWidth), data, place);
  plots.push({ figure, names, plot });
}

function options(columns, width) {
  const style = getComputedStyle(document.documentElement);
  const inks = colours();
  const series = columns.map(([label, , show], index) => ({
    label,
    show,
    stroke: inks[index % inks.length],
    width: 1.75,
    points: { show: false },
    value: (_plot, value) => value ?? "—",
  }));
  return {
    width,
    height: HEIGHT,
    tzDate: utc,
    cursor: { drag: { x: false, y: false } },
    scales: { y: { range: (_plot, _low, high) => [0, Math.max(high ?? 0, 4) * 1.05] } },
    axes: [
      { ...axis(style), values: moments, size: 28, space: 64, incrs: [10, 15, 30, 60, 120, 300, 600, 900, 1800] },
      { ...axis(style), size: 46, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000] },
    ],
    series: [{ label: "时刻", value: "{HH}:{mm}:{ss}" }, ...series],
  };
}

function moments(_plot, splits, _axis, _space, step) {
  const format = uPlot.fmtDate(step < 60 ? "{HH}:{mm}:{ss}" : "{HH}:{mm}");
  return splits.map((seconds) => format(utc(seconds)));
}

function utc(seconds) {
  return uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC");
}

function drawAll() {
  if (held === null || held.at.length < 2) return;
  section.hidden = false;
  for (const figure of section.querySelectorAll(".plot")) draw(figure);
}

function afresh() {
  while (plots.length) plots.pop().plot.destroy();
  drawAll();
}

async function look() {
  let pause = 5;
  try {
    const after = held?.at.at(-1) ?? 0;
    const answer = await fetch(`${section.dataset.figures}?after=${after}`);
    if (answer.ok) {
      const figures = await answer.json();
      if (held !== null && figures.since !== held.since) held = null;
      else append(figures);
      pause = held !== null && held.at.length > 2 ? figures.every_seconds : 1;
      drawAll();
    }
  } catch {
    // The live part says that there is no connection.
  }
  setTimeout(look, 1000 * pause);
}

new ResizeObserver(() => {
  for (const { figure, plot } of plots) {
    const width = figure.querySelector(".drawing").clientWidth;
    if (width !== plot.width) plot.setSize({ width, height: HEIGHT });
  }
}).observe(section);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", afresh);
look();
