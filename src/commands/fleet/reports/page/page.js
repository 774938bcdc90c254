// @ts-nocheck: runs in a browser, whose types the program has no use for
const rows = [...document.querySelectorAll("tbody tr")].map((row) => ({
  row,
  groups: ["all", row.dataset.group, ...("urgent" in row.dataset ? ["urgent"] : [])],
  text: row.textContent.toLowerCase(),
}));
const search = document.querySelector("#search");
const filters = [...document.querySelectorAll("input[name=filter]")];
const output = document.querySelector("output");
const empty = document.querySelector(".empty");
const unfold = document.querySelector("#unfold");

/** Shows the rows of the chosen count in which all words of the search occur. */
function show() {
  const filter = filters.find(({ checked }) => checked)?.value ?? "all";
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { row, groups, text } of rows) {
    const isShown = groups.includes(filter) && words.every((word) => text.includes(word));
    if (row.hidden === isShown) row.hidden = !isShown;
    if (isShown) count += 1;
  }
  output.textContent = `${count.toLocaleString("en-GB")} of ${rows.length.toLocaleString("en-GB")} shown`;
  empty.hidden = count > 0;
  nameButton();
  remember(filter);
}

/** Filter and search stand in the address, so that a link to a part of the report can be sent. */
function remember(filter) {
  const state = new URLSearchParams({ show: filter });
  if (search.value) state.set("search", search.value);
  history.replaceState(null, "", `#${state}`);
}

function recall() {
  const state = new URLSearchParams(location.hash.slice(1));
  const filter = filters.find(({ value, disabled }) => value === state.get("show") && !disabled);
  if (filter) filter.checked = true;
  search.value = state.get("search") ?? search.value;
  show();
}

const folds = () => [...document.querySelectorAll("tbody tr:not([hidden]) details")];
const folded = () => folds().filter(({ open }) => !open);

/** The button says what it would do now. */
function nameButton() {
  const all = folds();
  unfold.hidden = all.length === 0;
  unfold.textContent = all.length > 0 && folded().length === 0 ? "Fold all" : "Unfold all";
}

unfold.addEventListener("click", () => {
  const isOpening = folded().length > 0;
  for (const fold of folds()) fold.open = isOpening;
});

// Thousands of findings may unfold at once, and each says so.
let isNaming = false;
document.addEventListener(
  "toggle",
  () => {
    if (isNaming) return;
    isNaming = true;
    requestAnimationFrame(() => {
      isNaming = false;
      nameButton();
    });
  },
  true,
);

let opened = [];
addEventListener("beforeprint", () => {
  opened = folded();
  for (const fold of opened) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of opened) fold.open = false;
});

search.addEventListener("input", show);
for (const filter of filters) filter.addEventListener("change", show);
addEventListener("hashchange", recall);
for (const control of document.querySelectorAll(".search")) control.hidden = false;
for (const filter of filters) filter.disabled = filter.dataset.count === "0";
recall();
