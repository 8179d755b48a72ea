// The film strip: while the slider moves, the squares are those of its day; where it stops, the page tells what changed.
// Without this file the slider is sent by its button, and others lead from day to day.
const form = document.querySelector("[data-film]");

function begin() {
  const range = document.getElementById("film-frame");
  const words = form.querySelector("output");
  const days = [...form.querySelectorAll("datalist option")].map((option) => option.label);
  const kinds = form.dataset.kinds.split(" ");
  const slugs = form.dataset.milestones.split(" ");
  const frames = form.dataset.frames.split(" ");

  form.querySelector("button").hidden = true;

  /** How a square stands on the day shown, as its place among the kinds. */
  const rank = (square, frame) => frame.charCodeAt(slugs.indexOf(square.href.match(/milestones\/([\w-]+)/)[1])) - 97;

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
        square.className = `strip-${kinds[place]}`;
        square.querySelector("use").setAttribute("href", `#strip-${kinds[place]}`);
        square.title = "";
        row.append(square);
      }
    }
  }

  /** Bring what the page tells of the day. */
  async function settle() {
    const address = new URL(form.action);
    address.search = new URLSearchParams(new FormData(form));
    const answer = await fetch(address);
    const text = answer.ok && (await answer.text());
    if (!text || Number(address.searchParams.get("frame")) !== Number(range.value)) return; // it has moved on
    const page = new DOMParser().parseFromString(text, "text/html");
    for (const part of ["film-strip", "frame"]) {
      const told = page.getElementById(part);
      if (told) document.getElementById(part).replaceWith(told);
    }
    history.replaceState(null, "", address);
  }

  range.addEventListener("input", draw);
  range.addEventListener("change", settle);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    range.value = Number(range.value) + Number(event.submitter?.dataset.step ?? 0);
    draw();
    settle();
  });
  draw();
}

if (form) begin();
