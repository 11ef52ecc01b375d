// Keeps what is typed in a form marked data-draft: at every keystroke, and when the page is left. Without JavaScript
// the form still works; then only what is sent is kept.
document.addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    let timer = 0;
    const said = form.querySelector("[data-draft-said]");
    const body = () => {
      const data = new FormData(form);
      data.set("kladd", form.dataset.draft);
      return data;
    };
    const keep = async () => {
      timer = 0;
      try {
        const answer = await fetch("/kladd/", { method: "POST", body: body(), credentials: "same-origin" });
        if (said) said.textContent = answer.ok ? said.dataset.kept : said.dataset.lost;
      } catch {
        if (said) said.textContent = said.dataset.lost;
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(keep, 250);
    });
    form.addEventListener("submit", () => clearTimeout(timer));
    window.addEventListener("pagehide", () => {
      if (timer) navigator.sendBeacon("/kladd/", body());
    });
  }
});
