// 古い写しを開いた人にも、確認が古いことを知らせる。
// The build writes how old each check is on the day of the build. Somebody may read a copy of
// the page much later, so the same words are added here, by the reader's own clock.
// How many days are "old", and the words, come from the page (data/site.yaml).

const DAY = 24 * 60 * 60 * 1000;

/** Calendar days from a day (YYYY-MM-DD) until the reader's today; both as UTC midnights. */
function daysSince(day, now) {
  return (Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - Date.parse(day)) / DAY;
}

const now = new Date();
for (const time of document.querySelectorAll("[data-old-days] time[datetime]")) {
  const { oldDays, oldWords } = time.closest("[data-old-days]").dataset;
  const line = time.parentElement;
  // What the build already called old says so.
  if ("old" in line.dataset || !(daysSince(time.dateTime, now) > Number(oldDays))) continue;
  line.dataset.old = "";
  line.classList.replace("kg-badge--ok", "kg-badge--old");
  const words = document.createElement("span");
  words.className = "kg-nb";
  words.textContent = oldWords;
  line.prepend(words);
}
