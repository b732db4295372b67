// Which requirements are shown.

// A screen or two at a time: elements are what costs, not rows.
const CHUNK = 80;

const rank = new Map(VERDICTS.map((verdict, index) => [verdict, index]));
const worst = (results) =>
  results.reduce((found, { verdict }) => (rank.get(verdict) > rank.get(found) ? verdict : found), "pass");

let report;
let rows = [];
let shown = [];
let made = 0;

// A row is a requirement in all its editions.
function gather() {
  const byId = new Map();
  const operations = new Map();
  for (const { edition, target, requirements } of report.editions) {
    for (const result of requirements) {
      let row = byId.get(result.id);
      if (!row) {
        row = { id: result.id, operation: result.operation, results: [] };
        byId.set(result.id, row);
        if (!operations.has(row.operation)) operations.set(row.operation, []);
        operations.get(row.operation).push(row);
      }
      row.results.push(Object.assign(result, { edition, target }));
    }
  }
  return [...operations.values()].flat();
}

// What the free-text search looks through.
function words(row) {
  if (row.words === undefined) {
    const said = new Set([row.id]);
    for (const result of row.results) {
      said.add(result.sentence);
      for (const erratum of result.errata) said.add(erratum);
      for (const reason of result.reasons ?? []) said.add(reason);
      const sent = [result.evidence?.exchange.request];
      for (const finding of result.findings ?? []) sent.push(finding.exchange?.request, finding.unanswered);
      for (const request of sent) if (request) said.add(`${request.method} ${request.path}`);
    }
    row.words = [...said].join("\n").toLowerCase();
  }
  return row.words;
}

const ticked = (id) =>
  new Set([...element(id).querySelectorAll("input:checked")].map((input) => input.value));

function apply() {
  const wanted = element("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const operation = element("operation").value;
  const profile = element("profile").value;
  const [verdict, level, edition] = ["verdict", "level", "edition"].map(ticked);
  const holds = (set, value) => set.size === 0 || set.has(value);
  shown = [];
  let verdicts = 0;
  for (const row of rows) {
    if (operation && row.operation !== operation) continue;
    if (wanted.length > 0 && !wanted.every((word) => words(row).includes(word))) continue;
    const results = row.results.filter((result) =>
      holds(verdict, result.verdict) && holds(level, result.level) && holds(edition, result.edition) &&
      (!profile || result.profiles.includes(profile)));
    if (results.length === 0) continue;
    verdicts += results.length;
    shown.push({ row, results });
  }
  element("shown").textContent = shown.length === 0
    ? "No requirement is like that."
    : `${shown.length.toLocaleString("en")} of ${counted(rows.length, "requirement")} shown, with ${counted(verdicts, "verdict")}.`;
  element("list").replaceChildren();
  made = 0;
  extend(CHUNK);
}

// Appends further rows below the heading of their operation.
function extend(count) {
  const list = element("list");
  const end = Math.min(shown.length, made + count);
  let section = list.lastElementChild;
  for (; made < end; made += 1) {
    const { row, results } = shown[made];
    if (section?.dataset.operation !== row.operation) {
      section = make("section", { "data-operation": row.operation },
        make("h3", {}, row.operation));
      list.append(section);
    }
    section.append(requirement(row, results));
  }
  element("more").hidden = made === shown.length;
}
