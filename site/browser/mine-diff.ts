/** The box on the page of differences that compares a file of one's own with that of a day. */
export function showMineDiff(): void {
  const form = document.querySelector<HTMLFormElement>("#own-diff");
  const shown = document.querySelector<HTMLElement>("#own-diff-shown");
  if (form === null || shown === null) return;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const path = String(data.get("path"));
    const asked = new URLSearchParams({
      path: /^(src|examples)\//.test(path) ? path : `src/${path}`,
      day: String(data.get("day")),
    });
    const answer = await fetch(`/api/mine-diff?${asked}`);
    // The server has made it of the two files alone, every sign of theirs escaped.
    if (answer.ok) shown.innerHTML = (await answer.json()).html;
    else shown.textContent = await answer.text();
  });
}
