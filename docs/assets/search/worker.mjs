// 検索を、画面とは別の流れでします。
import { Index } from "./find.mjs";

/** The content of a JSON file beside this one. */
async function read(name) {
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
}

const index = Promise.all([read("index.json"), read("words.json")])
  .then(([pages, words]) => new Index(pages, words));

// {id, query} is answered by {id, hits}, or by {id, failed: true} where a file did not come.
addEventListener("message", async ({ data: { id, query } }) => {
  try {
    postMessage({ id, hits: (await index).find(query) });
  } catch {
    postMessage({ id, failed: true });
  }
});
