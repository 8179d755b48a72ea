// The film strip: while the slider moves, the squares are those of its day; where it stops, the page tells what changed.
// Without this file the slider is sent by its button, and others lead from day to day.
const form = document.querySelector("[data-film]");
const OF_THE_DAY = ["link[rel=canonical]", ".language-switch", ".state-line", "#film-strip", "#frame", "#days", ".pager", "main .share", "#citation", "#bibtex"];
const STILL = 300; // milliseconds after which a slider that is moved by keys counts as standing

function begin() {
  const range = document.getElementById("film-frame");
  const words = form.querySelector("output");
  const days = [...form.querySelectorAll("datalist option")].map((option) => option.label);
  const kinds = form.dataset.kinds.split(" ");
  const slugs = form.dataset.milestones.split(" ");
  const frames = form.dataset.frames.split(" ");
  let waiting;

  form.querySelector("button").hidden = true;

  /** How a square stands on the day shown, as its place among the kinds. */
  const rank = (square, frame) => frame.charCodeAt(slugs.indexOf(square.href.match(/\/milestones\/([\w-]+)\/(?:\?|$)/)[1])) - 97;

  /** Put the squares of each row in the order of how they stand on the day. */
  function draw() {
    words.textContent = days[range.value - 1];
    range.setAttribute("aria-valuetext", words.textContent);
    for (const step of form.querySelectorAll("[data-step]")) step.disabled = !days[range.value - 1 + Number(step.dataset.step)];
    const frame = frames[range.value - 1];
    if (!frame) return;
    for (const row of document.querySelectorAll("#film-strip .strip-squares")) {
      const squares = [...row.querySelectorAll("a")].map((square) => [rank(square, frame), square]);
      for (const [place, square] of squares.sort(([one], [other]) => one - other)) {
        const kind = `strip-${kinds[place]}`;
        if (square.className !== kind) {
          square.className = kind;
          square.querySelector("use").setAttribute("href", `#${kind}`);
          square.title = "";
        }
        row.append(square);
      }
    }
  }

  /** Bring what the page tells of the day, and all that leads to it. */
  async function settle() {
    const address = new URL(form.action);
    address.search = new URLSearchParams(new FormData(form));
    const hasMoved = () => Number(address.searchParams.get("frame")) !== Number(range.value);
    let answer, text;
    try {
      answer = await fetch(address);
      text = await answer.text();
    } catch {
      return; // no network: the strip moves on, and the page tells of the day that it told of
    }
    if (hasMoved()) return;
    if (!answer.ok) {
      location.assign(address);
      return;
    }
    const page = new DOMParser().parseFromString(text, "text/html");
    for (const part of OF_THE_DAY) {
      const told = page.querySelectorAll(part);
      document.querySelectorAll(part).forEach((old, place) => told[place] && old.replaceWith(told[place]));
    }
    history.replaceState(null, "", address);
  }

  function move() {
    draw();
    clearTimeout(waiting);
    waiting = setTimeout(settle, STILL);
  }

  range.addEventListener("input", move);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    range.value = Number(range.value) + Number(event.submitter?.dataset.step ?? 0);
    move();
  });
  draw();
}

if (form) begin();
