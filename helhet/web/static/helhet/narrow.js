// On a telephone each row of a wide table stands as a small card (helhet.css): says to each cell which column it is of, and to
// whoever listens that it is a table still. Without JavaScript the table is pushed sideways in its frame.
const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell", TH: "columnheader" };

function asCards(place) {
  for (const table of place.querySelectorAll(".hh-scrollx > table:not([data-cards])")) {
    const heads = table.tHead?.rows.length === 1 ? [...table.tHead.rows[0].cells] : [];
    if (!heads.length || heads.some((one) => one.colSpan > 1)) continue;
    for (const one of [table, ...table.querySelectorAll("thead, tbody, tfoot, tr, td, th")]) {
      one.setAttribute("role", one.tagName === "TH" && !one.closest("thead") ? "rowheader" : ROLES[one.tagName]);
    }
    for (const row of [...table.tBodies].flatMap((body) => [...body.rows])) {
      if (row.cells.length !== heads.length) continue;
      for (const cell of row.cells) if (cell.tagName === "TD") cell.dataset.of = heads[cell.cellIndex].textContent.trim();
    }
    table.dataset.cards = "";
  }
}

document.addEventListener("DOMContentLoaded", () => asCards(document));
document.addEventListener("htmx:load", (event) => asCards(event.target.parentElement ?? document));
