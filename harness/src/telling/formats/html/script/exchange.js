// What went over the wire.

const exchange = ({ request, answer }, pointers) =>
  make("div", { class: "exchange" }, sent(request), answered(answer, pointers));

function sent({ method, path, headers, credentials, body }) {
  const named = credentials.map(({ scheme, header, signature }) => [header, `‹${credential(scheme, signature)}›`]);
  return make("section", {},
    make("h5", {}, "Request"),
    make("p", { class: "first" }, make("code", {}, make("b", {}, method), " ", path)),
    lines([...named, ...headers]),
    block("Request body", body, headers, new Set()));
}

function credential(scheme, signature) {
  if (signature === "given") return `${scheme}, the token that an earlier answer gave`;
  if (signature.variant) return `${scheme}, ${signature.variant}`;
  return signature.secret ? `${scheme}, signed with ${signature.secret}` : scheme;
}

function answered({ status, headers, text }, pointers) {
  return make("section", {},
    make("h5", {}, "Answer"),
    make("p", { class: "first" }, make("code", {}, "HTTP ", make("b", {}, String(status)))),
    lines(headers),
    block("Answer body", text, headers, pointers));
}

const lines = (headers) => headers.length === 0 ? null : make("ul", { class: "headers" },
  headers.map(([name, value]) => make("li", {}, make("code", {}, make("i", {}, `${name}:`), ` ${value}`))));

function block(name, body, headers, pointers) {
  if (!body) return make("p", { class: "nothing" }, "No body.");
  const type = headers.find(([header]) => header.toLowerCase() === "content-type")?.[1] ?? "";
  let text = json(body, pointers);
  if (!text && type.includes("urlencoded")) text = [body.replaceAll("&", "\n&")];
  return make("pre", { tabindex: "0", role: "group", "aria-label": name }, make("code", {}, text ?? body));
}

// JSON over several lines. It is the very text, cut into tokens: parsing it would round long numbers and drop
// members that come twice. Members that a finding names are marked.
function json(text, pointers) {
  try {
    if (typeof JSON.parse(text) !== "object") return null;
  } catch {
    return null;
  }
  const parts = [];
  const open = [];
  let pointer = "";
  let marked = null;
  const put = (part, kind) => (marked ?? parts).push(kind ? make("span", { class: kind }, part) : visible(part));
  const newline = () => {
    if (marked) parts.push(make("mark", {}, marked));
    marked = null;
    parts.push(`\n${"  ".repeat(open.length)}`);
  };
  const enter = (step) => {
    pointer = `${open.at(-1).pointer}/${step}`;
    if (pointers.has(pointer)) marked = [];
  };
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  tokens.forEach((token, index) => {
    const within = open.at(-1);
    if (token === "}" || token === "]") {
      open.pop();
      if (tokens[index - 1] !== "{" && tokens[index - 1] !== "[") newline();
      put(token);
      return;
    }
    if (token === ",") {
      put(token);
      within.at += 1;
      within.name = true;
      newline();
      if (within.list) enter(within.at);
      return;
    }
    if (token === ":") {
      put(": ");
      within.name = false;
      return;
    }
    if (within && !within.list && within.name) {
      enter(JSON.parse(token).replaceAll("~", "~0").replaceAll("/", "~1"));
      put(token, "key");
    } else if (token === "{" || token === "[") {
      put(token);
      open.push({ pointer: within ? pointer : "", list: token === "[", at: 0, name: true });
      if (tokens[index + 1] !== "}" && tokens[index + 1] !== "]") {
        newline();
        if (token === "[") enter(0);
      }
    } else {
      put(token, token.startsWith("\"") ? "string" : "plain");
    }
  });
  if (marked) parts.push(make("mark", {}, marked));
  return parts;
}
