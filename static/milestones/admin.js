// The analysts' pages: what the stock widgets lack. The forms work without it.

/** Name each choice with a search box by its label, which Select2 leaves out. */
function nameChoices() {
  for (const box of document.querySelectorAll(".select2-selection[role=combobox]:not([data-named])")) {
    const select = box.closest(".select2-container")?.previousElementSibling;
    const label = select?.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    if (!label) continue;
    label.id ||= `${select.id}-label`;
    box.setAttribute("aria-labelledby", `${label.id} ${box.getAttribute("aria-labelledby") ?? ""}`);
    box.dataset.named = "";
    box.querySelector("[role=textbox]")?.removeAttribute("role");
    box.querySelector("[aria-readonly]")?.removeAttribute("aria-readonly");
  }
}

nameChoices();
new MutationObserver(nameChoices).observe(document.body, { childList: true, subtree: true });
