// A requirement, folded up and opened.

// A part that can be opened, and is made only then.
function folded(attributes, summary, content) {
  const details = make("details", attributes, summary);
  details.fill = () => {
    if (details.childElementCount === 1) details.append(content());
  };
  details.addEventListener("toggle", () => details.open && details.fill());
  return details;
}

function unfold(details) {
  details.fill();
  details.open = true;
}

function requirement(row, results) {
  const latest = results.at(-1);
  const remark = results.some((result) => result.level === "may" && result.findings?.length);
  // A place for every edition, so that they stand below each other.
  const editions = report.editions.map(({ edition }) => {
    const result = results.find((candidate) => candidate.edition === edition);
    return result
      ? make("span", { class: `edition ${result.verdict}`, title: spoken(result.verdict) },
        shape(result.verdict), edition, make("span", { class: "unseen" }, ` ${spoken(result.verdict)},`))
      : make("span", { class: "edition" });
  });
  const summary = make("summary", {},
    badge(worst(results)),
    make("code", { class: "id" }, row.id),
    make("span", { class: `level ${latest.level}` }, latest.level, remark ? ", with a remark" : null),
    make("span", { class: "editions" }, editions),
    make("span", { class: "sentence" }, latest.sentence));
  return folded({ class: "requirement", "data-id": row.id }, summary, () => panel(results));
}

function panel(results) {
  const latest = results.at(-1);
  const facts = make("dl", { class: "facts" },
    fact("Holds in", latest.editions.replace("..", " to ")),
    fact("Source", source(latest.source)),
    latest.errata.length > 0 ? fact("Errata", latest.errata.join(", ")) : null,
    latest.partings ? fact("GitLab itself", latest.partings
      .map(({ edition, is, erratum }) => `${edition}: ${is} (${erratum})`).join(" ")) : null,
    latest.profiles.length > 0 ? fact("Needed by", latest.profiles.join(", ")) : null);
  const sections = results.map(inEdition);
  // What went wrong is open at once; where nothing did, the newest edition is.
  const open = sections.filter((_, index) => tells(results[index]));
  (open.length > 0 ? open : sections.slice(-1)).forEach(unfold);
  return make("div", { class: "panel" }, facts, sections);
}

const tells = (result) => Boolean(result.findings?.length || result.reasons?.length);
const fact = (name, value) => make("div", {}, make("dt", {}, name), make("dd", {}, value));

function source({ page, heading, file, evidence, observed }) {
  if (page) return heading ? `${page}, “${heading}”` : page;
  if (file) return `GitLab source ${file}${evidence ? ` (evidence ${evidence})` : ""}`;
  if (observed) return `observed on ${observed}`;
  return "not recorded";
}

function inEdition(result) {
  const summary = make("summary", {}, make("strong", {}, result.edition), badge(result.verdict));
  return folded({ class: "result", "data-edition": result.edition }, summary, () => {
    const content = make("div", { class: "content" });
    for (const reason of result.reasons ?? []) content.append(make("p", { class: "why" }, reason));
    content.append(checks(result.checks));
    for (const finding of result.findings ?? []) content.append(found(finding));
    if (result.evidence) content.append(shows(result.evidence));
    const link = `#${result.edition}/${result.id}`;
    content.append(make("p", { class: "from" },
      "Judged on ", make("code", {}, result.target), " · ", make("a", { href: link }, "link to this")));
    return content;
  });
}

function checks(all) {
  const entries = Object.entries(all);
  if (entries.length === 0) return make("p", { class: "checks" }, "Nothing judged it.");
  return make("ul", { class: "checks", "aria-label": "Checks" },
    entries.map(([name, verdict]) => make("li", {}, badge(verdict), " ", name)));
}
