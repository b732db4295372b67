"use strict";
// The page is whole without these scripts, which are one when they run: here
// are the elements that all of it is made of.

const VERDICTS = [
  "pass", "not-applicable", "skipped", "expected-failure", "warning",
  "flaky", "unexpected-pass", "untestable", "fail", "error",
];

// Characters that would steer the reader instead of being read are written out.
const acting = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;
const visible = (text) =>
  String(text).replace(acting, (found) => `\\u{${found.codePointAt(0).toString(16)}}`);

// Whatever comes from a report becomes text here and never markup.
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== undefined) element.setAttribute(key, value);
  }
  for (const child of children.flat(2)) {
    if (child !== null && child !== undefined) element.append(child.nodeType ? child : visible(child));
  }
  return element;
}

function shape(verdict) {
  // The address of SVG's namespace would be the only one in the file.
  const space = document.querySelector("svg").namespaceURI;
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "shape");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `#shape-${verdict}`);
  svg.append(use);
  return svg;
}

const spoken = (verdict) => verdict.replaceAll("-", " ");
const badge = (verdict, ...more) =>
  make("span", { class: `verdict ${verdict}` }, shape(verdict), spoken(verdict), more);
const counted = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
const element = (id) => document.getElementById(id);
const say = (text) => { element("said").textContent = text; };
