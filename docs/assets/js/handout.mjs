// 配る紙：入れた役所の名前・電話・受付時間を、紙に写す。
// Nothing is sent and nothing is stored; leaving the page forgets it.

const form = document.querySelector(".kg-handout__form");
const print = document.querySelector("#kg-handout-print");

for (const input of form.querySelectorAll("[data-mirror]")) {
  const place = document.querySelector(`[data-handout="${input.dataset.mirror}"]`);
  const copy = () => {
    place.textContent = input.value;
  };
  input.addEventListener("input", copy);
  copy(); // a browser may give a reloaded page its old values
}

print.addEventListener("click", () => window.print());
form.hidden = false;
print.hidden = false;
