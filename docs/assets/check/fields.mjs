/** The fields of one date on the page: read, filled, marked, and the reading shown back. */

import { ageOn } from "../kigen/days.mjs";
import { fill } from "../kigen/words.mjs";
import { AD, READ_AS, eraYear, readDate, split, spread } from "./form.mjs";
import { dayJa, numberOf } from "./when.mjs";

const PARTS = ["y", "m", "d"];

export class DateField {
  constructor(fieldset, book, today) {
    Object.assign(this, { fieldset, today, key: fieldset.dataset.date, eras: book.eras });
    this.reading = { ...book, ...READ_AS[this.key] };
    this.words = book.check.form.echo;
    this.inputs = {};
    for (const part of PARTS) {
      const input = fieldset.querySelector(`#kg-${this.key}-${part}`);
      this.inputs[part] = input;
      input.addEventListener("change", () => this.tidy());
      input.addEventListener("paste", (event) => this.paste(event));
    }
    this.chips = [...fieldset.querySelectorAll("[type=radio]")];
    fieldset.addEventListener("input", () => this.show());
  }

  /** {era, y, m, d} as they stand in the fields. */
  get typed() {
    const typed = { era: this.chips.find((chip) => chip.checked)?.value };
    for (const part of PARTS) typed[part] = this.inputs[part].value;
    return typed;
  }

  set typed({ era, ...parts }) {
    for (const part of PARTS) this.inputs[part].value = parts[part] ?? "";
    for (const chip of this.chips) chip.checked = chip.value === era;
    this.show();
  }

  /** Put a day or month (YYYY-MM[-DD]) into the fields; "" empties them. */
  set iso(iso) {
    const [y, m, d] = iso.split("-").map((part) => part && Number(part));
    this.typed = { era: y && AD, y, m, d };
  }

  /** A whole date goes into all the fields, whichever it is pasted into. */
  paste(event) {
    const parts = split(event.clipboardData.getData("text"), this.eras);
    if (!parts?.m) return;
    event.preventDefault();
    this.tidy({ ...parts, era: parts.era ?? this.typed.era });
  }

  /** What was typed, put the usual way: S33 as 昭和 and 33, a whole date in its three fields. */
  tidy(typed = this.typed) {
    const after = spread(typed, this.eras);
    const { iso } = readDate(after, this.reading);
    if (iso && !this.chips.length) after.y = parseInt(iso);
    if (PARTS.some((part) => String(after[part]) !== this.inputs[part].value)) this.typed = after;
  }

  /** Four digits choose 西暦, and the line below says how the date is read. */
  show() {
    const typed = spread(this.typed, this.eras);
    for (const chip of this.chips) chip.checked = chip.value === typed.era;
    // browsers know years of 西暦 only
    if (this.chips.length) this.inputs.y.autocomplete = typed.era === AD ? "bday-year" : "off";
    this.fieldset.querySelector(".kg-echo").textContent = this.echo(typed);
  }

  echo(typed) {
    const { iso } = readDate(typed, this.reading);
    const era = this.eras.find(({ id }) => id === typed.era);
    if (iso <= this.today && this.chips.length) {
      const age = ageOn(numberOf(iso), numberOf(this.today));
      return fill(this.words.birth, { day: dayJa(iso), age });
    }
    if (!era) return "";
    if (iso) return fill(this.words.day, { day: dayJa(iso) });
    const count = typed.y === "元" ? 1 : Number(typed.y);
    const year = parseInt(era.first) + count - 1;
    return count > 0 && count < 100 ? fill(this.words.year, { era: eraYear(era, year), year }) : "";
  }

  /** Mark what is wrong and say it beside the fields; without a problem, take both away. */
  mark(problem) {
    const line = this.fieldset.querySelector(".kg-errmsg");
    line.textContent = problem?.text ?? "";
    line.hidden = !problem;
    const group = this.fieldset.querySelector("[role=radiogroup]");
    for (const [part, node] of Object.entries({ ...this.inputs, ...(group && { era: group }) })) {
      const wrong = Boolean(problem?.parts.includes(part));
      for (const [name, value] of [["aria-invalid", "true"], ["aria-describedby", line.id]]) {
        if (wrong) node.setAttribute(name, value);
        else node.removeAttribute(name);
      }
    }
  }

  /** The first thing to mend. */
  target({ parts: [part] }) {
    return this.inputs[part] ?? this.chips[0];
  }
}
