// The table of many records: pasted cells go into cells, Enter goes down, Control and Enter save.
// Without it the same form takes pasted text in one box.

const grid = document.querySelector("[data-grid]");
const body = grid.querySelector("tbody");

/** The inputs of a row. */
const cells = (row) => [...row.querySelectorAll("input")];

/** One more row, empty, after the last. */
function addRow() {
  const row = body.rows[body.rows.length - 1].cloneNode(true);
  const number = body.rows.length + 1;
  for (const fault of row.querySelectorAll(".cell-fault")) fault.remove();
  row.querySelector("th").textContent = number;
  for (const cell of cells(row)) {
    cell.value = "";
    cell.removeAttribute("aria-invalid");
    cell.removeAttribute("aria-describedby");
    cell.setAttribute("aria-label", `${cell.dataset.label} ${number}`);
  }
  const now = row.querySelector("[data-now] bdi");
  if (now) now.textContent = "";
  body.append(row);
  return row;
}

/** Tell beside the cells how what the row is about stands now. */
function tellNow(about) {
  const now = about.closest("tr").querySelector("[data-now] bdi");
  if (!now) return;
  const called = about.value.trim().toLowerCase();
  const option = [...about.list.options].find(
    (one) => one.value.toLowerCase() === called || one.label.toLowerCase().split(" · ")[0] === called,
  );
  now.textContent = option ? option.label.split(" · ").slice(1).join(" · ") : "";
}

/** The row below, made where there is none. */
const below = (row) => row.nextElementSibling ?? addRow();

grid.addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const first = event.target;
  if (!first.matches("tbody input") || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  let row = first.closest("tr");
  const column = cells(row).indexOf(first);
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
  lines.forEach((line, index) => {
    if (index) row = below(row);
    const places = cells(row).slice(column);
    line.split("\t").forEach((value, place) => {
      if (places[place]) places[place].value = value.trim();
    });
    const about = row.querySelector("[data-about]");
    if (about) tellNow(about);
  });
  cells(row)[column].focus();
});

grid.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("tbody input")) return;
  event.preventDefault();
  if (event.ctrlKey || event.metaKey) {
    grid.requestSubmit(grid.querySelector("[name=save]"));
    return;
  }
  const row = event.target.closest("tr");
  cells(below(row))[cells(row).indexOf(event.target)].focus();
});

grid.addEventListener("change", (event) => {
  if (event.target.matches("[data-about]")) tellNow(event.target);
});

// After faults the keyboard goes on at the first of them.
const faulty = grid.querySelector("input[aria-invalid]");
faulty?.focus();
faulty?.select();
