// Copying what the page gives to be cited, and printing it: offered where the browser can. Without this file both are done by hand.
function offer(name, act) {
  for (const button of document.querySelectorAll(`[data-${name}]`)) {
    button.hidden = false;
    button.addEventListener("click", act);
  }
}

async function copy(event) {
  const button = event.currentTarget;
  const words = document.getElementById(button.dataset.copy);
  const text = words.tagName === "PRE" ? words.textContent : words.innerText.replace(/\s+/g, " ");
  await navigator.clipboard.writeText(text.trim());
  button.textContent = button.dataset.done;
}

if (navigator.clipboard) offer("copy", copy);
offer("print", () => window.print());
