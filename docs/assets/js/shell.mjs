// ヘッダーのメニューボタンと検索ボタン。
// Real buttons with aria-expanded: the theme's own are labels of hidden checkboxes,
// which a keyboard cannot reach at 400 % zoom.

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

/** The theme keeps "search is open" in a checkbox; the button drives and mirrors it. */
function setUpSearch(button, closeButton, state, input) {
  button.addEventListener("click", () => {
    if (!state.checked) state.click();
    input.focus();
  });
  closeButton.addEventListener("click", () => {
    if (state.checked) state.click();
  });
  state.addEventListener("change", () => {
    button.setAttribute("aria-expanded", String(state.checked));
    if (state.checked) return;
    if (button.offsetParent) button.focus();
    else input.blur(); // wide screens show the field itself, not the button
  });
  button.hidden = false;
}

/** Switch off the theme's one-letter shortcuts (WCAG 2.1.4): s, f, /, p, n and the like. */
function noLetterShortcuts(search) {
  document.addEventListener("keydown", (event) => {
    if (event.key.length === 1 && !search.checked) event.stopPropagation();
  });
}

const find = (selector) => document.querySelector(selector);
// In the copy that is read from a folder: this runs, so there is a server (postbuild/folder.py).
find("[data-needs-server]")?.remove();
const search = find("#__search");
setUpMenu(find(".kg-hbtn--menu"), find("#kg-menu"));
setUpSearch(find(".kg-hbtn--search"), find(".kg-search__close"), search, find("#kg-search input"));
noLetterShortcuts(search);
