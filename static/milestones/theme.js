// Light or dark by hand: a choice in this browser, over what the system asks for. Without this file the system decides.
const KEY = "theme";
const root = document.documentElement;

function chosen() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is closed to us: the choice then lasts for this page
  }
}

function keep(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    root.dataset.themeKept = "no";
  }
}

function isDark() {
  const theme = root.dataset.theme;
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

const theme = chosen();
if (theme === "dark" || theme === "light") root.dataset.theme = theme;

function offer() {
  const button = document.querySelector("[data-theme-switch]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    keep(root.dataset.theme);
  });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", offer);
else offer();
