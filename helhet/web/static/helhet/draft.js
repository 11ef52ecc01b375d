// Keeps what is typed in a form marked data-draft: at every keystroke, and when the page is left. Without JavaScript
// the form still works; then only what is sent is kept.
document.addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    // The draft remembers what is typed, and forgets what is sent. A browser that goes back asks for the page anew, with another
    // token, and would fill in the words that were sent: it is told not to.
    form.autocomplete = "off";
    let timer = 0;
    let sending = null;
    const said = form.querySelector("[data-draft-said]");
    const body = () => {
      const data = new FormData(form);
      data.set("kladd", form.dataset.draft);
      return data;
    };
    const keep = async () => {
      timer = 0;
      sending = new AbortController();
      try {
        const answer = await fetch("/kladd/", { method: "POST", body: body(), credentials: "same-origin", signal: sending.signal });
        if (said) said.textContent = answer.status === 204 ? said.dataset.kept : said.dataset.lost;
      } catch (fault) {
        if (said && fault.name !== "AbortError") said.textContent = said.dataset.lost;
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(keep, 250);
    });
    // What is sent is no draft any more: nothing may keep it again after it has been taken in.
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      timer = 0;
      sending?.abort();
    });
    window.addEventListener("pagehide", () => {
      if (timer) navigator.sendBeacon("/kladd/", body());
    });
  }
});
