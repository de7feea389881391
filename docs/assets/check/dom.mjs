/** Building the page piece by piece. Text stays text: nothing here can become markup. */

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element; `on…` are listeners, what is false or null is left out. */
export const el = (name, attributes, ...children) =>
  furnish(document.createElement(name), attributes, children);

/** An SVG element. */
export const svg = (name, attributes, ...children) =>
  furnish(document.createElementNS(SVG, name), attributes, children);

const isThere = (thing) => thing !== undefined && thing !== null && thing !== false;

function furnish(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (isThere(value)) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter(isThere));
  return node;
}

/** A fold, closed. */
export const opening = (title, ...content) =>
  el("details", { class: "kg-more" }, el("summary", null, prose(title)), content);

/** A smaller line that explains. */
export const hint = (text) => text && el("p", { class: "kg-hint" }, prose(text));

// Days and counted things stay on one line, as postbuild/nowrap.py does in the pages.
const WHOLE = /(\*\*.+?\*\*|(?:\d+年)?\d+月\d+日(?:（.）)?|\d+(?:か月|[日年歳]))/;

/** The nodes of a sentence: **bold** words, and days that do not break over two lines. */
export const prose = (text) =>
  text.split(WHOLE).map((part, place) => {
    if (place % 2 === 0) return part;
    return part.startsWith("**")
      ? el("b", null, prose(part.slice(2, -2)))
      : el("span", { class: "kg-nb" }, part);
  });
