// 暗い画面・明るい画面の切りかえ。
// Without a choice the screen follows the device (CSS alone, tokens.css). Only a choice
// against the device is remembered, and only in this browser.
// A plain script in <head>, not a module: a module would run after the first paint,
// and a reader who chose the other screen would see a flash on every page.
(() => {
  const KEY = "kg-scheme";
  const root = document.documentElement;
  root.classList.replace("no-js", "js"); // the theme's sign, read by the style sheets
  // Where the modules cannot come (a folder, an old browser), no place is kept for them.
  const giveUp = () => root.classList.remove("js");
  if (!("noModule" in HTMLScriptElement.prototype)) giveUp();
  addEventListener("error", ({ target }) => target.type === "module" && giveUp(), true);
  const device = matchMedia("(prefers-color-scheme: dark)");

  // Storage can be switched off; then the choice simply lasts for one page.
  const storage = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null;
    }
  };

  const isDark = () => (root.dataset.kgScheme ? root.dataset.kgScheme === "dark" : device.matches);

  const choose = (dark) => {
    if (dark === device.matches) {
      delete root.dataset.kgScheme;
      storage((s) => s.removeItem(KEY));
    } else {
      root.dataset.kgScheme = dark ? "dark" : "light";
      storage((s) => s.setItem(KEY, root.dataset.kgScheme));
    }
  };

  const remembered = storage((s) => s.getItem(KEY));
  if (remembered === "dark" || remembered === "light") root.dataset.kgScheme = remembered;

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector(".kg-hbtn--scheme");
    if (!button) return;
    const show = () => {
      button.setAttribute("aria-label", isDark() ? button.dataset.toLight : button.dataset.toDark);
      // The theme has a few colours of its own that follow this attribute.
      document.body.setAttribute("data-md-color-scheme", isDark() ? "slate" : "default");
    };
    button.addEventListener("click", () => {
      choose(!isDark());
      show();
    });
    device.addEventListener("change", show);
    button.hidden = false;
    show();
  });
})();
