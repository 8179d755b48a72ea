// The analysts' pages: what the stock widgets lack. The forms work without it.

/** Name each choice with a search box by its label, which Select2 leaves out. */
function nameChoices() {
  for (const box of document.querySelectorAll(".select2-selection[role=combobox]:not([data-named])")) {
    const select = box.closest(".select2-container")?.previousElementSibling;
    const label = select?.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    if (label) {
      label.id ||= `${select.id}-label`;
      box.setAttribute("aria-labelledby", `${label.id} ${box.getAttribute("aria-labelledby") ?? ""}`);
    } else if (select?.ariaLabel) {
      box.ariaLabel = select.ariaLabel;
    } else {
      continue;
    }
    box.dataset.named = "";
    box.querySelector("[role=textbox]")?.removeAttribute("role");
    box.querySelector("[aria-readonly]")?.removeAttribute("aria-readonly");
  }
}

/** Name each field that has no label of its own by the heading of its column, or by the label of its row. */
function nameFields() {
  for (const field of document.querySelectorAll(":is(.tabular td, .datetime) :is(input:not([type=hidden]), select, textarea)")) {
    if (field.labels?.length || field.ariaLabel) continue;
    const cell = field.closest(".tabular td");
    const heading = cell
      ? cell.closest("table").tHead?.rows[0].cells[cell.cellIndex]
      : field.closest(".form-row")?.querySelector("label, legend");
    if (!heading) continue;
    const part = cell ? "" : field.previousSibling?.textContent; // of an instant: its day or its time
    field.ariaLabel = `${heading.textContent} ${part ?? ""}`.trim();
  }
  for (const heading of document.querySelectorAll("th:empty:not([role])")) heading.role = "presentation";
  for (const mark of document.querySelectorAll("span.help-tooltip[aria-label]:not([role])")) mark.role = "img";
}

function nameAll() {
  nameFields();
  nameChoices();
}

// The rows of a list that is wider than its frame are cards, in which each value says whose it is.
const list = document.querySelector("#result_list");
for (const cell of list?.querySelectorAll("tbody td:not(.action-checkbox)") ?? []) {
  cell.dataset.heading = list.tHead.rows[0].cells[cell.cellIndex].textContent.trim();
  cell.classList.toggle("is-empty", cell.textContent.trim() === "-");
}

function fitList() {
  list.classList.remove("is-cards");
  list.classList.toggle("is-cards", list.offsetWidth > list.parentElement.clientWidth);
}

if (list) {
  fitList();
  document.fonts.ready.then(fitList);
  addEventListener("resize", fitList);
}

nameAll();
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });

// What is wrong is not folded away.
for (const faults of document.querySelectorAll("details:not([open]) .errorlist")) faults.closest("details").open = true;

// What is asked, or wrong, is at hand.
const FAULTY = ".errors :is(input:not([type=hidden]), select, textarea)";
(document.querySelector("#id_reason[autofocus]") ?? document.querySelector(FAULTY))?.focus();

// A slug is made of the name as it is typed, until somebody writes another; of an Arabic or Hebrew name, letter by letter.
const LETTERS = Object.fromEntries(
  [
    "ا=a أ=a إ=i آ=a ب=b ت=t ث=th ج=j ح=h خ=kh د=d ذ=dh ر=r ز=z س=s ش=sh ص=s ض=d ط=t ظ=z ع=a غ=gh ف=f ق=q ك=k ل=l م=m",
    "ن=n ه=h و=w ي=y ى=a ة=a ئ=y ؤ=w ء= א=a ב=b ג=g ד=d ה=h ו=v ז=z ח=h ט=t י=y כ=k ך=k ל=l מ=m ם=m נ=n ן=n ס=s ע=a",
    "פ=p ף=f צ=ts ץ=ts ק=k ר=r ש=sh ת=t",
  ].flatMap((line) => line.split(" ").map((pair) => pair.split("="))),
);
const NAMED = /^(.*?)(?:name|title)_(en|ar|he)$/;
const written = new WeakSet();

/** The name in the letters, digits and hyphens of a slug, so long at most, not cut within a word where that can be. */
function slugOf(name, most) {
  const latin = [...name.toLowerCase()].map((letter) => LETTERS[letter] ?? letter).join("");
  const plain = latin.normalize("NFD").replace(/[\u0300-\u036f\u064b-\u0652'’]/g, "");
  const slug = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  if (slug.length <= most) return slug;
  const cut = slug.slice(0, most + 1);
  return cut.slice(0, cut.lastIndexOf("-") > 0 ? cut.lastIndexOf("-") : most);
}

/** The field that holds the slug of what is named in this field. */
function slugBeside(field) {
  const [, prefix] = field.name.match(NAMED) ?? [];
  return prefix === undefined ? null : field.form?.elements.namedItem(`${prefix}slug`);
}

function follow(event) {
  const field = event.target;
  if (/(^|-)slug$/.test(field.name ?? "")) written.add(field);
  const slug = field.name && slugBeside(field);
  if (!slug || slug.defaultValue || (written.has(slug) && slug.value)) return;
  const [, prefix] = field.name.match(NAMED);
  const names = ["name", "title"].flatMap((word) =>
    ["en", "ar", "he"].map((language) => field.form.elements.namedItem(`${prefix}${word}_${language}`)?.value.trim()),
  );
  slug.value = slugOf(names.find(Boolean) ?? "", Number(slug.maxLength) > 0 ? slug.maxLength : 50);
}

document.addEventListener("input", follow); // in lines that are added later too

// What a group of conditions means, and does, is said while it is edited, as the preview says it; of what cannot be saved
// yet nothing. One question at a time, and saving waits for its answer, some seconds at most: the site does both in the
// plan's own rows.
const gate = document.getElementById("gate_form");
const status = gate?.querySelector("#before-saving [role=status]");
let asking = null;
let waiting = 0;

async function sayBack() {
  const body = new FormData(gate);
  body.set("_preview", "1");
  try {
    const answer = await fetch(location.href, { method: "POST", body, signal: AbortSignal.timeout(8000) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    status.replaceChildren(...(page.querySelector("#before-saving [role=status]")?.childNodes ?? []));
  } catch {
    status.replaceChildren(); // the line is down
  }
  asking = null;
}

function sayBackSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => (asking ? sayBackSoon() : (asking = sayBack())), 500);
}

if (status) {
  gate.addEventListener("input", sayBackSoon);
  document.addEventListener("formset:removed", sayBackSoon);
  window.django?.jQuery(gate).on("change", sayBackSoon); // choices with a search box tell jQuery alone
  gate.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (!asking) return;
    event.preventDefault();
    if (gate.dataset.waits) return; // who presses twice saves once
    gate.dataset.waits = "yes";
    const { submitter } = event;
    asking.then(() => {
      delete gate.dataset.waits;
      gate.requestSubmit(submitter);
    });
  });
}

// Who presses twice sends once, and nothing that was typed goes into a dead line or to the log-in: the site is asked first
// whether the session is there still, which another tab may have ended or begun anew. After what may hold a form back above.
const unsent = document.getElementById("not-sent");

/** Why a form would not reach the site; nothing where it would, or where the answer takes long. */
async function hindrance() {
  try {
    const asked = { method: "HEAD", cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(5000) };
    return (await fetch(unsent.dataset.ask, asked)).type === "opaqueredirect" ? "out" : "";
  } catch (error) {
    return error.name === "TimeoutError" ? "" : "down";
  }
}

async function sendIfReached(form, submitter) {
  const why = await hindrance();
  for (const told of unsent.children) told.hidden = told.dataset.why !== why;
  delete form.dataset.asked;
  if (why) {
    (submitter?.closest(".submit-row, p") ?? form.querySelector(".submit-row")).before(unsent);
    unsent.scrollIntoView({ block: "nearest" });
    return;
  }
  form.elements.csrfmiddlewaretoken.value = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";
  form.dataset.reached = "yes";
  form.requestSubmit(submitter);
}

for (const form of unsent ? document.querySelectorAll("form:has([name=_save], [name=save])") : []) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.reached === "yes") {
      form.dataset.reached = "sent";
      setTimeout(() => delete form.dataset.reached, 10000); // where the line was down meanwhile it may be pressed again
      return;
    }
    event.preventDefault();
    if (form.dataset.reached || form.dataset.asked) return;
    form.dataset.asked = "yes";
    sendIfReached(form, event.submitter);
  });
  window.addEventListener("pageshow", () => delete form.dataset.reached);
}
