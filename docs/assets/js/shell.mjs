// ヘッダーのメニューボタンと検索ボタン。
// Real buttons with aria-expanded: the theme's own are labels of hidden checkboxes,
// which a keyboard cannot reach at 400 % zoom.

const SEARCH = "../search/search.mjs";

/** Open and close the menu panel that follows its button. */
function setUpMenu(button, panel) {
  const isOpen = () => !panel.hidden;
  const set = (open) => {
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  };

  button.addEventListener("click", () => set(!isOpen()));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    set(false);
    button.focus();
  });
  // A tap beside the menu, or a focus that moved on, must not leave it lying over the text.
  document.addEventListener("click", ({ target }) => {
    if (isOpen() && !panel.contains(target) && !button.contains(target)) set(false);
  });
  panel.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && relatedTarget !== button && !panel.contains(relatedTarget)) set(false);
  });
  button.hidden = false;
}

/** The search box. What makes it work is fetched when a person starts to search. */
function setUpSearch(button, form) {
  const box = form.querySelector("input");
  const panel = form.querySelector(".kg-search__out");
  const set = (open) => {
    form.toggleAttribute("data-open", open);
    button.setAttribute("aria-expanded", String(open));
    panel.hidden = !open;
  };
  let closing = false;
  const close = ({ focus = true } = {}) => {
    if (panel.hidden) return;
    set(false);
    if (!focus) return;
    closing = true; // the focus comes back, but not because someone searches
    (button.offsetParent ? button : box).focus({ preventScroll: true }); // wide screens show the box
    closing = false;
  };
  let module;
  const load = () => {
    module ??= import(SEARCH).then(
      ({ setUp }) => setUp(form, close),
      () => {
        form.querySelector("[role=status]").textContent = JSON.parse(form.dataset.said).failed;
      },
    );
  };

  button.addEventListener("click", () => {
    set(true);
    box.focus(); // at once: a phone shows its keyboard only for a tap
  });
  for (const begun of ["pointerdown", "focus", "input"]) {
    box.addEventListener(begun, () => {
      if (closing) return;
      if (panel.hidden) set(true);
      load();
    });
  }
  form.querySelector(".kg-search__close").addEventListener("click", () => close());
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || panel.hidden) return;
    event.preventDefault(); // the first Escape closes the list and keeps what was typed
    close();
  });
  document.addEventListener("click", ({ target }) => {
    if (!form.contains(target) && !button.contains(target)) close({ focus: false });
  });
  form.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && relatedTarget !== button && !form.contains(relatedTarget)) close({ focus: false });
  });
  button.hidden = false;
  form.hidden = false;
}

/** On paper nobody can open what is closed; on the screen it is closed again afterwards. */
function openForPaper() {
  let opened = [];
  const close = () => {
    for (const details of opened) details.open = false;
    opened = [];
  };
  addEventListener("beforeprint", () => {
    close();
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", close);
}

/** What is cut off must be reached without a mouse, too (WCAG 2.1.1). */
function letKeysScroll() {
  for (const code of document.querySelectorAll("pre > code")) {
    if (code.scrollWidth > code.clientWidth) code.tabIndex = 0;
  }
}

const find = (selector) => document.querySelector(selector);
// In the copy that is read from a folder: this runs, so there is a server (postbuild/folder.py).
find("[data-needs-server]")?.remove();
setUpMenu(find(".kg-hbtn--menu"), find("#kg-menu"));
setUpSearch(find(".kg-hbtn--search"), find("#kg-search"));
openForPaper();
letKeysScroll();
