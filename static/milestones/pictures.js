// Each picture as an SVG file that stands by itself: its colours, letters and signs in it, and below it what it shows,
// of which day and revision, where it comes from and under which licence. Without this file the embed address serves.

const LOOK = [
  "color", "fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-weight", "font-style",
  "text-anchor", "text-decoration", "paint-order", "direction",
];
const LINE = 16, EDGE = 6;
const SVG = "http://www.w3.org/2000/svg";

/** Write into each part of the copy how the page draws that of the picture; as attributes, since the site allows no inline style. */
function dress(picture, copy) {
  const parts = [picture, ...picture.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((part, at) => {
    const drawn = getComputedStyle(parts[at]);
    for (const name of LOOK) part.setAttribute(name, drawn.getPropertyValue(name));
    part.removeAttribute("class");
    part.removeAttribute("tabindex");
  });
}

/** The signs and hatches of the page that the copy points to. */
function bring(copy) {
  const all = [...copy.querySelectorAll("*")].map((part) => `${part.getAttribute("href")} ${part.getAttribute("fill")}`);
  const pointed = all.flatMap((text) => [...text.matchAll(/#([\w-]+)/g)]);
  const store = document.createElementNS(SVG, "defs");
  for (const name of new Set(pointed.map((match) => match[1]))) {
    const sign = document.getElementById(name);
    if (!sign?.closest("svg") || copy.querySelector(`#${CSS.escape(name)}`)) continue;
    const own = sign.cloneNode(true);
    dress(sign, own);
    // A sign takes the colour of where it stands, which here would be that of where the page keeps it.
    const kept = getComputedStyle(sign).color;
    for (const part of [own, ...own.querySelectorAll("*")]) {
      part.removeAttribute("color");
      for (const name of ["fill", "stroke"]) if (part.getAttribute(name) === kept) part.setAttribute(name, "currentColor");
    }
    store.append(own);
  }
  copy.prepend(store);
}

/** The text in lines of so many letters at most, cut between words, and an address within. */
function linesOf(text, most) {
  const lines = [""];
  for (const word of text.split(/\s+/).flatMap((one) => one.match(new RegExp(`.{1,${most}}`, "g")) ?? [])) {
    if (lines.at(-1) && lines.at(-1).length + word.length >= most) lines.push("");
    lines[lines.length - 1] = `${lines.at(-1)} ${word}`.trim();
  }
  return lines;
}

/** What the picture shows, its source with the day and the address, and the licence. */
function told(picture) {
  const licence = document.querySelector("a[rel=license]")?.textContent.trim();
  const citation = document.getElementById("citation")?.textContent.replace(/\s+/g, " ").trim() ?? location.href;
  return [picture.querySelector("title").textContent, `${citation}#${picture.id}`, licence].filter(Boolean);
}

function standing(picture) {
  const copy = picture.cloneNode(true);
  const [, , width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
  const isRtl = document.documentElement.dir === "rtl";
  dress(picture, copy);
  bring(copy);
  for (const link of copy.querySelectorAll("a[href]")) {
    link.setAttribute("href", new URL(link.getAttribute("href"), location.href).href);
  }
  const size = Math.max(9, Math.min(12, width / 60));
  const lines = told(picture).flatMap((text) => linesOf(text, Math.floor((width - 2 * EDGE) / (0.6 * size))));
  const whole = height + lines.length * LINE + 2 * EDGE;
  lines.forEach((line, at) => {
    const text = copy.appendChild(document.createElementNS(SVG, "text"));
    text.textContent = line;
    text.setAttribute("x", isRtl ? width - EDGE : EDGE);
    text.setAttribute("y", height + EDGE + (at + 1) * LINE);
    text.setAttribute("direction", isRtl ? "rtl" : "ltr");
    text.setAttribute("font-size", size);
    text.setAttribute("fill", getComputedStyle(document.body).color);
  });
  const ground = document.createElementNS(SVG, "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", getComputedStyle(document.body).backgroundColor);
  copy.prepend(ground);
  copy.setAttribute("xmlns", SVG);
  copy.setAttribute("font-family", "Rubik, system-ui, sans-serif");
  copy.setAttribute("viewBox", `0 0 ${width} ${whole}`);
  copy.setAttribute("width", width);
  copy.setAttribute("height", whole);
  return new XMLSerializer().serializeToString(copy);
}

function save(picture) {
  const file = URL.createObjectURL(new Blob([standing(picture)], { type: "image/svg+xml" }));
  const link = document.createElement("a");
  link.href = file;
  link.download = `${document.querySelector("[data-download]").dataset.download}-${picture.id}.svg`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(file), 1000);
}

const pattern = document.querySelector("[data-download]");
for (const picture of pattern ? document.querySelectorAll("figure svg.picture[id]") : []) {
  if (!picture.getClientRects().length) continue; // drawn for another width
  const button = pattern.cloneNode(true);
  button.hidden = false;
  button.removeAttribute("data-download");
  button.setAttribute("aria-label", `${button.textContent.trim()}: ${picture.querySelector("title").textContent}`);
  button.addEventListener("click", () => save(picture));
  picture.closest("figure").append(button);
}
