"use strict";
// Without this script the page says the same. With it, tables sort by a column and clusters can be filtered by their text.

const keyOf = (row, column) => {
  const cell = row.cells[column];
  return "value" in cell.dataset ? Number(cell.dataset.value) : cell.textContent;
};

const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true });

function sortBy(table, column) {
  const heads = [...table.tHead.rows[0].cells];
  const falls = heads[column].getAttribute("aria-sort") === "ascending";
  const rows = [...table.tBodies[0].rows].sort((a, b) => (falls ? -1 : 1) * compare(keyOf(a, column), keyOf(b, column)));
  table.tBodies[0].append(...rows);
  heads.forEach((head, i) => i === column ? head.setAttribute("aria-sort", falls ? "descending" : "ascending") : head.removeAttribute("aria-sort"));
}

function addSorting(table) {
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sortBy(table, column));
    head.append(button);
  });
}

function addFilter(table) {
  const articles = [...document.querySelectorAll("article")];
  const texts = articles.map(article => article.textContent.toLowerCase());
  const rows = [...table.tBodies[0].rows];
  const rowOf = new Map(rows.map(row => [row.cells[0].querySelector("a")?.hash.slice(1), row]));
  const label = document.createElement("label");
  const input = document.createElement("input");
  const count = document.createElement("span");
  input.type = "search";
  count.setAttribute("role", "status");
  label.className = "filter";
  label.append("Show clusters whose samples hold ", input, " ", count);
  table.parentElement.before(label);
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase();
    let shown = 0;
    articles.forEach((article, i) => {
      const row = rowOf.get(article.getAttribute("aria-labelledby"));
      const fits = texts[i].includes(wanted) || Boolean(row?.textContent.toLowerCase().includes(wanted));
      article.hidden = !fits;
      if (row) row.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    count.textContent = wanted ? `${shown} of ${articles.length}` : "";
  });
}

document.querySelectorAll("table.sortable").forEach(addSorting);
const clusters = document.getElementById("cluster-table");
if (clusters && document.querySelector("article")) addFilter(clusters);
