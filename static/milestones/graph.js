// The graph: what a pointer or the keyboard is at lights what it waits for and what waits for it; arrow keys lead along
// the arrows; the picture is made larger and moved; what is looked for is lit while it is typed. All of it is served
// without this file: each thing is a link that lights its chain, and the search answers with a list.

const figure = document.querySelector("[data-graph]");
const MOST = 4, LEAST = 0.15, STEP = 0.4;

/** Letters for comparison, as the site's own search folds them: without case and marks, those of several forms as one. */
const SAME = { ى: "ي", ة: "ه", ٱ: "ا", ך: "כ", ם: "מ", ן: "נ", ף: "פ", ץ: "צ" };
const folded = (text) =>
  text.toLowerCase().normalize("NFKD").replace(/[\p{M}ـ]/gu, "").replace(/[ىةٱךםןףץ]/g, (letter) => SAME[letter]);

function begin() {
  const frame = figure.querySelector("[data-graph-frame]");
  const picture = frame.querySelector("svg");
  const nodes = [...picture.querySelectorAll(".graph-node")];
  const arrows = readArrows(picture);
  const find = document.querySelector("[data-graph-find]");
  const width = picture.viewBox.baseVal.width, height = picture.viewBox.baseVal.height;
  let scale = 1;

  for (const tools of figure.querySelectorAll("[data-graph-tools]")) tools.hidden = false;
  figure.classList.add("is-live");
  const overlay = picture.insertBefore(document.createElementNS(picture.namespaceURI, "g"), nodes[0]);
  overlay.setAttribute("aria-hidden", "true");

  /** Light a thing with what is before and after it, and the arrows between; nothing for -1. */
  function light(place) {
    overlay.replaceChildren();
    picture.classList.toggle("is-traced", place >= 0);
    const near = new Set([place]);
    for (const arrow of arrows) {
      if (arrow.from !== place && arrow.to !== place) continue;
      near.add(arrow.from).add(arrow.to);
      if (arrow.line) {
        const line = overlay.appendChild(document.createElementNS(picture.namespaceURI, "path"));
        line.setAttribute("d", arrow.line);
        line.setAttribute("class", `${arrow.kind} is-lit`);
      }
    }
    nodes.forEach((node, at) => node.classList.toggle("is-near", near.has(at)));
  }

  /** One of the things is reached by Tab, as in a toolbar; from there arrow keys lead on. */
  function offer(place) {
    for (const node of nodes) node.tabIndex = -1;
    nodes[place].tabIndex = 0;
  }

  function go(place) {
    if (place === undefined) return;
    offer(place);
    nodes[place].focus({ preventScroll: true });
    show(nodes[place]);
  }

  /** Bring a thing into the middle of the frame, and leave the page where it is unless the thing is out of sight. */
  function show(node) {
    const box = node.getBoundingClientRect(), around = frame.getBoundingClientRect();
    frame.scrollBy(
      (box.left + box.right - around.left - around.right) / 2,
      (box.top + box.bottom - around.top - around.bottom) / 2,
    );
    node.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Make the picture so many times its size; what is in the middle of the frame stays there. */
  function zoom(to) {
    const next = Math.min(MOST, Math.max(LEAST, to));
    const middle = { x: frame.scrollLeft + frame.clientWidth / 2, y: frame.scrollTop + frame.clientHeight / 2 };
    const grown = next / scale;
    scale = next;
    picture.setAttribute("width", width * scale);
    frame.scrollTo(middle.x * grown - frame.clientWidth / 2, middle.y * grown - frame.clientHeight / 2);
  }

  const zoomBy = (by) =>
    zoom(by === "fit" ? Math.min(1, frame.clientWidth / width, frame.clientHeight / height) : scale * by);

  picture.addEventListener("pointerover", (event) => light(nodes.indexOf(event.target.closest(".graph-node"))));
  picture.addEventListener("pointerleave", () => light(nodes.indexOf(document.activeElement)));
  // On the frame: a browser takes a picture that listens to these itself for something to be reached by Tab.
  frame.addEventListener("focusin", (event) => light(nodes.indexOf(event.target)));
  frame.addEventListener("focusout", () => light(-1));

  frame.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const keys = { "+": 1.25, "=": 1.25, "-": 0.8, 0: "fit" };
    const at = nodes.indexOf(document.activeElement);
    if (event.key in keys) zoomBy(keys[event.key]);
    else if (event.key === "Escape") light(-1);
    else if (at >= 0 && event.key.startsWith("Arrow")) go(nextTo(nodes, arrows, at, event.key));
    else return;
    event.preventDefault();
  });

  figure.addEventListener("click", (event) => {
    const { zoom: by, pan } = event.target.closest("button")?.dataset ?? {};
    if (by) zoomBy(by === "fit" ? by : Number(by));
    if (!pan) return;
    const [across, down] = pan.split(" ").map((part) => Number(part) * STEP);
    frame.scrollBy({ left: across * frame.clientWidth, top: down * frame.clientHeight });
  });

  drag(frame);

  // What is but a little wider than its frame is shown whole.
  if (width > frame.clientWidth && 0.85 * width <= frame.clientWidth) zoomBy("fit");

  find?.addEventListener("input", () => {
    const words = folded(find.value).split(/\s+/).filter(Boolean);
    picture.classList.toggle("is-sought", words.length > 0);
    const names = nodes.map((node) => folded(node.querySelector("title").textContent));
    const has = names.map((name) => words.length > 0 && words.every((word) => name.includes(word)));
    nodes.forEach((node, at) => node.classList.toggle("is-sought", has[at]));
    if (has.includes(true)) offer(has.indexOf(true));
  });

  const focus = Math.max(0, nodes.findIndex((node) => node.classList.contains("is-focus")));
  offer(focus);
  if (focus) {
    const top = window.scrollY;
    show(nodes[focus]);
    window.scrollTo(0, top);
  }
}

/** Each arrow from one thing to another, by their places, with its line; several leave a thing as one path. */
function readArrows(picture) {
  return [...picture.querySelectorAll(".graph-arrow")].flatMap((path) => {
    const lines = (path.getAttribute("d") ?? "").split(/(?=M)/);
    const kind = path.getAttribute("class").replace(" is-lit", "");
    return path.dataset.to.split(" ").map((to, at) => ({ from: Number(path.dataset.from), to: Number(to), line: lines[at], kind }));
  });
}

/** The place to which an arrow key leads: along an arrow to the side, else the nearest in the same column. */
function nextTo(nodes, arrows, at, key) {
  const boxes = nodes.map((node) => node.getBoundingClientRect());
  const away = (place) => Math.abs(boxes[place].top - boxes[at].top);
  const nearest = (places) => places.sort((one, other) => away(one) - away(other))[0];
  if (key === "ArrowUp" || key === "ArrowDown") {
    const sign = key === "ArrowDown" ? 1 : -1;
    const column = (place) => Math.abs(boxes[place].left - boxes[at].left) < boxes[at].width / 2;
    return nearest([...nodes.keys()].filter((place) => column(place) && sign * (boxes[place].top - boxes[at].top) > 1));
  }
  const forward = (key === "ArrowRight") === (document.documentElement.dir !== "rtl");
  const [here, there] = forward ? ["from", "to"] : ["to", "from"];
  return nearest(arrows.filter((arrow) => arrow[here] === at).map((arrow) => arrow[there]));
}

/** Drag the ground of the picture with a mouse; fingers and the wheel scroll the frame as any other. */
function drag(frame) {
  let last = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button === 0 && !event.target.closest("a")) last = event;
  });
  window.addEventListener("pointermove", (event) => {
    if (!last) return;
    frame.scrollBy(last.clientX - event.clientX, last.clientY - event.clientY);
    last = event;
  });
  window.addEventListener("pointerup", () => (last = null));
}

if (figure) begin();
