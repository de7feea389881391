/** 「わたしの期限では」 and 「市区町村の方へ」 on /outlook/. Asks nobody, keeps nothing. */

import { showCounts } from "./counts.mjs";
import { showMine } from "./mine.mjs";

const find = (id) => document.getElementById(id);
const data = JSON.parse(find("outlook-data").textContent);

const form = document.querySelector("form#outlook-form"); // no form once the outlook has ended
if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    showMine(form, data);
  });
  form.hidden = false;
}

find("counts-file").addEventListener("change", async ({ target }) => {
  const [file] = target.files;
  if (file) showCounts(await file.arrayBuffer(), data);
});
find("counts-form").hidden = false;
