// What a check found: the difference first, then what the reader can do about it.

function found(finding) {
  const differences = compared(finding);
  const pointers = new Set(differences.map(({ pointer }) => pointer));
  return make("article", { class: "finding" },
    make("h4", {}, finding.check),
    difference(finding, differences),
    finding.changed ? make("dl", { class: "facts" }, fact("Changed", finding.changed)) : null,
    finding.exchange ? exchange(finding.exchange, pointers) : null,
    finding.unanswered ? make("div", { class: "exchange" }, sent(finding.unanswered),
      make("section", {}, make("h5", {}, "Answer"), make("p", {}, "None came."))) : null,
    finding.again ? [make("h5", {}, "Judged again, it held"), exchange(finding.again, new Set())] : null,
    command("Start the server", finding.server),
    command("Send it again", finding.curl),
    command("Judge it again", finding.replay));
}

function shows({ exchange: went, curl, replay }) {
  return make("article", { class: "evidence" },
    make("h4", {}, "An exchange that shows it"),
    exchange(went, new Set()),
    command("Send it again", curl),
    command("Judge it again", replay));
}

const located = (line) => line.match(/^at (\/.*?|): (.*)$/s);

// The lines that name a JSON pointer, with what was wanted there.
function compared({ expected, actual }) {
  const wanted = new Map();
  for (const line of expected.split("\n")) {
    const [, pointer, value] = located(line) ?? [];
    if (value !== undefined) wanted.set(pointer, value);
  }
  return actual.flatMap((line) => {
    const [, pointer, rest] = located(line) ?? [];
    if (rest === undefined) return [];
    const [value, documented] = rest.split(", documented is ");
    return [{ line, pointer, value, wanted: documented ?? wanted.get(pointer) ?? "" }];
  });
}

function difference({ expected, actual }, differences) {
  const told = new Set(differences.map(({ line }) => line));
  const others = actual.filter((line) => !told.has(line));
  const sentences = expected.split("\n").filter((line) => !located(line));
  const parts = [];
  if (sentences.length > 0 || others.length > 0) {
    parts.push(make("dl", { class: "difference" },
      sentences.length > 0 ? fact("Expected", sentences.join("\n")) : null,
      others.length > 0 ? fact("Actual", others.join("\n")) : null));
  }
  if (differences.length > 0) {
    const cells = differences.map(({ pointer, value, wanted }) => make("tr", {},
      make("th", { scope: "row" }, make("code", {}, pointer || "(the whole body)")),
      make("td", {}, make("code", {}, wanted)), make("td", {}, make("code", {}, value))));
    const head = ["Where", "Expected", "Actual"].map((name) => make("th", { scope: "col" }, name));
    parts.push(make("div", { class: "wide", role: "group", "aria-label": "Differences", tabindex: "0" },
      make("table", { class: "difference" }, make("thead", {}, make("tr", {}, head)), make("tbody", {}, cells))));
  }
  return make("div", {}, parts);
}

function command(name, text) {
  if (!text) return null;
  return make("div", { class: "command" },
    make("span", {}, name),
    make("pre", { tabindex: "0", role: "group", "aria-label": name }, make("code", {}, text)),
    make("button", { type: "button", "aria-label": `Copy: ${name}`, onclick: (event) => copy(text, event.target) },
      "Copy"));
}

async function copy(text, button) {
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Pages from a disk may not use the clipboard everywhere; what is selected can be copied anyway.
    const area = make("textarea", { class: "unseen", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    done = document.execCommand("copy");
    area.remove();
    button.focus();
  }
  say(done ? "Copied." : "The browser forbids copying.");
  button.textContent = done ? "Copied" : "Not copied";
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
}
