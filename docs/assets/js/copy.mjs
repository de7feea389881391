// リンクキットの「コピーする」ボタン。
// Without script the text in each box is there to be selected; this only adds the buttons. The
// words come with the page (data/kit.yaml).

/** Copy the text of a field; false if this browser or this address does not let a page do so. */
async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value); // only over https
    return true;
  } catch {
    field.select(); // a closed network often has no https
    return document.execCommand("copy");
  }
}

/** Give a box its button, and a place where the result is written and read out. */
function setUp(box) {
  const field = box.querySelector("textarea");
  const said = document.createElement("span");
  said.setAttribute("role", "status");

  const button = document.createElement("button");
  button.type = "button";
  button.className = "kg-btn";
  button.textContent = box.dataset.copy;
  const which = document.createElement("span");
  which.className = "kg-vh";
  which.textContent = `：${box.querySelector("label").textContent}`;
  button.append(which);

  button.addEventListener("click", async () => {
    said.textContent = ""; // the same words again are read out only after a change
    const done = await copy(field);
    if (done) button.focus();
    else {
      field.focus();
      field.select();
    }
    said.textContent = done ? box.dataset.copied : box.dataset.selected;
  });

  const line = document.createElement("p");
  line.className = "kg-copy__do";
  line.append(button, said);
  box.append(line);
}

document.querySelectorAll(".kg-copy").forEach(setUp);
