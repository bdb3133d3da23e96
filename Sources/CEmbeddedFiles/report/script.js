"use strict";

// Sorts, searches and shortens the large tables. The page is whole without it.
const ROWS_AT_FIRST = 10;

for (const table of document.querySelectorAll("table[data-sortable]")) {
  const section = table.closest("section");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const headers = [...table.tHead.rows[0].cells];
  const status = section.querySelector(".count");
  const search = section.querySelector("input");
  const more = section.querySelector(".more");

  // Search
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    let found = 0;
    for (const row of rows) {
      const keys = [...row.querySelectorAll("th")].map((key) => key.textContent.toLowerCase());
      row.hidden = !keys.some((key) => key.includes(wanted));
      if (!row.hidden) found += 1;
    }
    section.classList.toggle("searched", wanted !== "");
    status.textContent = wanted === "" ? "" : `${found} of ${rows.length} rows`;
  });
  section.querySelector(".tools").hidden = rows.length < 2;

  // Sort: figures by their exact values, the greatest first; names from A to Z; what is not known comes last.
  const compare = (column) => (left, right) => {
    const [a, b] = [left.cells[column], right.cells[column]];
    if (!headers[column].classList.contains("figure")) return a.textContent.localeCompare(b.textContent, "en", { numeric: true });
    if (a.dataset.order === undefined || b.dataset.order === undefined) return 0;
    const difference = BigInt(a.dataset.order) - BigInt(b.dataset.order);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  };
  const isUnknown = (row, column) => headers[column].classList.contains("figure") && row.cells[column].dataset.order === undefined;

  headers.forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      const first = header.classList.contains("figure") ? "descending" : "ascending";
      const second = first === "descending" ? "ascending" : "descending";
      const order = header.getAttribute("aria-sort") === first ? second : first;
      for (const other of headers) other.removeAttribute("aria-sort");
      header.setAttribute("aria-sort", order);
      const sign = order === "ascending" ? 1 : -1;
      rows.sort((left, right) => isUnknown(left, column) - isUnknown(right, column) || sign * compare(column)(left, right));
      body.append(...rows);
      status.textContent = `Sorted by ${button.textContent}, ${order}`;
    });
  });

  // Shorten
  if (rows.length > ROWS_AT_FIRST) {
    const show = (all) => {
      section.classList.toggle("short", !all);
      more.textContent = all ? `Show ${ROWS_AT_FIRST} rows` : `Show all ${rows.length} rows`;
      more.setAttribute("aria-expanded", String(all));
    };
    more.hidden = false;
    more.addEventListener("click", () => show(section.classList.contains("short")));
    show(false);
  }
}

// Paper has no way to open what is closed.
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not([open])")) {
    details.open = true;
    addEventListener("afterprint", () => { details.open = false; }, { once: true });
  }
});
