// What concerns the page as a whole: links into it, light and dark, printing, and how it begins.

// Printing more than anybody reads would only make the browser wait.
const PRINTED = 2000;

// Opens what a fragment such as `17.9/git.allowed/refusal-is-401` names.
function follow() {
  let fragment = location.hash.slice(1);
  try {
    fragment = decodeURIComponent(fragment);
  } catch {
    // Not one of ours.
  }
  const edition = report.editions.find(({ edition: label }) => fragment.startsWith(`${label}/`))?.edition;
  const id = edition ? fragment.slice(edition.length + 1) : fragment;
  const row = rows.find((candidate) => candidate.id === id);
  if (!row) return;
  const find = () => [...element("list").querySelectorAll(".requirement")].find((found) => found.dataset.id === id);
  const has = (found) => !edition || shown.some(({ row: other, results }) =>
    other === row && results.some((result) => result.edition === edition)) ? found : undefined;
  let details = has(find());
  if (!details) {
    only({ operation: row.operation });
    extend(shown.findIndex(({ row: other }) => other === row) + 1 - made);
    details = find();
  }
  unfold(details);
  const within = edition && [...details.querySelectorAll(".result")].find((found) => found.dataset.edition === edition);
  if (within) unfold(within);
  details.scrollIntoView();
  (within ?? details).querySelector("summary").focus({ preventScroll: true });
}

const THEMES = ["system", "light", "dark"];

// Storage can be forbidden; then a choice lasts as long as the page.
function remembered() {
  try {
    return localStorage.getItem("labproof-theme");
  } catch {
    return null;
  }
}

function wear(theme) {
  document.documentElement.dataset.theme = theme;
  const name = element("theme")?.querySelector("span");
  if (name) name.textContent = theme;
}

function changeTheme() {
  const theme = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length];
  wear(theme);
  try {
    localStorage.setItem("labproof-theme", theme);
  } catch {
    // See above.
  }
}

// Paper cannot be opened.
function unfoldAll() {
  extend(Math.max(0, PRINTED - made));
  for (const details of element("list").querySelectorAll(".requirement")) {
    const { results } = shown.find(({ row }) => row.id === details.dataset.id);
    if (results.some(against)) unfold(details);
  }
  document.querySelectorAll("#failures details").forEach((details) => { details.open = true; });
}

const against = ({ verdict }) =>
  ["fail", "error", "untestable"].includes(verdict) || (report.strict && ["warning", "flaky"].includes(verdict));

function begin() {
  report = JSON.parse(element("report").textContent);
  rows = gather();
  prepare();
  linkTables();
  wear(document.documentElement.dataset.theme);
  element("theme").hidden = false;
  element("theme").addEventListener("click", changeTheme);
  const filters = element("filters");
  filters.hidden = false;
  filters.addEventListener("input", apply);
  filters.addEventListener("submit", (event) => event.preventDefault());
  element("all").addEventListener("click", () => only({}));
  element("more").addEventListener("click", () => extend(CHUNK));
  new IntersectionObserver(([entry]) => entry.isIntersecting && extend(CHUNK), { rootMargin: "1500px" })
    .observe(element("more"));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input[type=search], select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      element("search").focus();
      element("search").select();
    }
  });
  document.addEventListener("click", (event) => {
    // A link that is followed again changes no fragment.
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) follow();
  });
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", unfoldAll);
  apply();
  follow();
  // Before anybody types.
  setTimeout(() => rows.forEach(words), 300);
}

document.documentElement.classList.add("script");
wear(THEMES.includes(remembered()) ? remembered() : "system");
document.addEventListener("DOMContentLoaded", begin);
