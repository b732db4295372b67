// Ways to narrow the list.

const LEVELS = ["must", "should", "may"];

function option(id, value, count) {
  const name = id === "verdict" ? [shape(value), spoken(value)] : [value];
  return make("label", { class: id === "verdict" ? `verdict ${value}` : "" },
    make("input", { type: "checkbox", name: id, value }), name, make("span", { class: "count" }, count.toLocaleString("en")));
}

function prepare() {
  const counts = { verdict: new Map(), level: new Map(), edition: new Map() };
  const profiles = new Set();
  const add = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const row of rows) {
    for (const result of row.results) {
      for (const [name, map] of Object.entries(counts)) add(map, result[name]);
      for (const profile of result.profiles) profiles.add(profile);
    }
  }
  const orders = {
    verdict: [...VERDICTS].reverse(),
    level: LEVELS,
    edition: report.editions.map(({ edition }) => edition),
  };
  for (const [id, order] of Object.entries(orders)) {
    const there = order.filter((value) => counts[id].has(value));
    element(id).append(...there.map((value) => option(id, value, counts[id].get(value))));
  }
  const choices = (values) => [...values].map((value) => make("option", { value }, value));
  element("operation").append(...choices(new Set(rows.map((row) => row.operation))));
  element("profile").append(...choices([...profiles].sort()));
}

// Sets the filters to these and no others.
function only({ operation = "", edition, verdict }) {
  for (const input of element("filters").querySelectorAll("input, select")) {
    if (input.type === "checkbox") input.checked = false;
    else input.value = "";
  }
  element("operation").value = operation;
  for (const [name, value] of Object.entries({ edition, verdict })) {
    const input = value && element(name).querySelector(`input[value="${CSS.escape(value)}"]`);
    if (input) input.checked = true;
  }
  apply();
}

// Makes a button of each number and verdict that a filter can show.
function linkTables() {
  for (const cell of document.querySelectorAll(".overview :is(td, th)[data-filter]")) {
    const { operation, edition, verdict } = cell.dataset;
    const button = make("button", { type: "button", class: "cell", onclick: () => {
      only({ operation, edition, verdict });
      element("requirements").focus({ preventScroll: true });
      element("requirements").scrollIntoView();
    } });
    button.append(...cell.childNodes);
    const name = [operation, edition, button.textContent].filter(Boolean).join(", ");
    button.setAttribute("aria-label", `${name}: show the requirements`);
    cell.append(button);
  }
}
