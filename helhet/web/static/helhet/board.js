// The board by keyboard: ↓ ↑ 1–5 O N Enter S. Everything a key does is also a link or a form on the page, and works without this.
// Single keys only here, never while a field has focus, and not when they are turned off. Five minutes without a key hides the board.
document.addEventListener("DOMContentLoaded", () => {
  const board = document.getElementById("tavle");
  if (!board) return;
  const keys = board.dataset.keys === "on";
  const inMeeting = "inMeeting" in board.dataset;
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const rows = () => [...board.querySelectorAll(".hh-row")];
  const letters = (row) => row.querySelector(".hh-letters");
  let current = null;

  const choose = (row) => {
    rows().forEach((one) => one.removeAttribute("aria-current"));
    current = row?.id ?? null;
    row?.setAttribute("aria-current", "true");
  };
  const here = () => (current ? document.getElementById(current) : null);
  const go = (row) => {
    choose(row);
    letters(row).focus();
    row.scrollIntoView({ block: "nearest" });
  };

  // A row by itself, as the server makes it: with the form that was asked for, or as it is after something was done.
  const show = async (row, doing, options) => {
    const query = doing ? `?gjor=${doing}` : "";
    const answer = await fetch(row.dataset.row + (options ? "" : query), {
      credentials: "same-origin", headers: { "HX-Request": "true" }, redirect: "error", ...options,
    });
    if (!answer.ok) {
      location.reload();
      return;
    }
    const made = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".hh-row");
    const after = row.nextElementSibling ?? row.previousElementSibling;
    if (made) {
      row.replaceWith(made);
      ready(made);
      choose(made);
      const field = made.querySelector("[aria-invalid=true]") ?? made.querySelector(".hh-row-form input:not([type=hidden], [type=radio])");
      (field ?? letters(made)).focus();
      if (field?.select) field.select();
    } else {
      row.remove();
      if (after) go(after);
    }
  };

  const send = (row, form) => show(row, "", {
    method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "HX-Request": "true", "X-CSRFToken": token },
  });

  // She has been spoken of. Asked one after the other, so that none is lost when the key is held down.
  let telling = Promise.resolve();
  const turn = (row) => {
    if (!inMeeting || "gone" in row.dataset) return;
    row.dataset.gone = "";
    const count = document.querySelector("[data-gone-count]");
    telling = telling.then(async () => {
      const answer = await fetch(row.dataset.row, {
        method: "POST", credentials: "same-origin", body: new URLSearchParams({ gjor: "turn" }),
        headers: { "HX-Request": "true", "X-CSRFToken": token },
      });
      if (!answer.ok) {
        delete row.dataset.gone;
        return;
      }
      const mark = document.getElementById(row.id)?.querySelector(".hh-turned");
      if (mark) mark.hidden = false;
      count.textContent = Number(count.textContent) + 1;
    });
  };

  const move = (step) => {
    const all = rows();
    const at = all.indexOf(here());
    if (at < 0) return go(step > 0 ? all[0] : all.at(-1));
    if (step > 0) turn(all[at]);
    const next = all[at + step];
    if (next) return go(next);
    if (step > 0) document.querySelector("[data-end]")?.focus();
  };

  const hide = () => location.replace(board.dataset.hidden);
  const pick = (level) => async (row) => {
    await show(row, `place&level=${level}`);
    const why = here()?.querySelector("[name=why]");
    why?.focus();
    why?.select();
  };
  const acts = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    o: (row) => show(row, "task"),
    n: (row) => row.dataset.note && location.assign(row.dataset.note),
    s: hide,
    ...Object.fromEntries([1, 2, 3, 4, 5].map((level) => [String(level), pick(level)])),
  };

  const inField = (one) => one.closest?.("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    const row = here();
    if (event.key === "Escape" && row?.querySelector(".hh-row-form")) {
      event.preventDefault();
      show(row, "");
      return;
    }
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!keys || !act || inField(event.target)) return;
    const moves = event.key.startsWith("Arrow") || event.key.toLowerCase() === "s";
    if (!row && !moves) return;
    event.preventDefault();
    act(row);
  });

  const ready = (row) => {
    row.addEventListener("focusin", () => choose(row));
    for (const link of row.querySelectorAll("[data-do]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        show(row, link.dataset.do);
      });
    }
    row.querySelector("form[data-send]")?.addEventListener("submit", (event) => {
      event.preventDefault();
      send(row, event.target);
    });
  };
  rows().forEach(ready);
  const asked = document.getElementById(location.hash.slice(1));
  if (asked && board.contains(asked)) go(asked);

  // Time left, told by the server when the page was made.
  const clock = document.querySelector("[data-left]");
  if (clock) {
    const ends = performance.now() + 1000 * Number(clock.dataset.left);
    setInterval(() => {
      const left = Math.round((ends - performance.now()) / 1000);
      const whole = Math.abs(left);
      clock.textContent = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}${left < 0 ? ` ${clock.dataset.over}` : ""}`;
    }, 1000);
  }

  let idle = 0;
  const awake = () => {
    clearTimeout(idle);
    idle = setTimeout(hide, 300_000);
  };
  for (const what of ["keydown", "pointerdown", "input"]) document.addEventListener(what, awake);
  awake();
});
