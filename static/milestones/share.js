// Copying the citation and printing the page: offered where the browser can. Without this file both are done by hand.
function offer(name, act) {
  const button = document.querySelector(`[data-${name}]`);
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", act);
}

async function copy(event) {
  const button = event.currentTarget;
  const words = document.querySelector("[data-citation]").innerText.replace(/\s+/g, " ").trim();
  await navigator.clipboard.writeText(words);
  button.textContent = button.dataset.done;
}

if (navigator.clipboard) offer("copy", copy);
offer("print", () => window.print());
