// @ts-check
// The page that checks a claim; the claim stands in the fragment of the address.

import { ready } from "./claims.js";
import { badge, byId, element, page } from "./elements.js";
import { loaded, search } from "./names.js";
import { command, onPage, proofs, remarks } from "./proofs.js";
import { Fault } from "./words.js";

const form = byId("claim-form", HTMLFormElement);
const field = byId("claim", HTMLInputElement);
const result = byId("result", HTMLElement);
form.hidden = false;

/** What is told of a verdict beside its proof. @param {import("./claims.js").Checked} checked */
const beside = ({ note, of, strict, conventions, grounds, readAs }) => [
  ...readAs.map((each) => element("p", { class: "soft" }, `Read as: ${each}`)),
  ...(note ? [element("p", {}, `${note}.`)] : []),
  ...(strict ? [element("p", {}, "Strictly (", page(of), "): ", badge(strict))] : []),
  ...(grounds.length ? [element("ul", {}, ...grounds.map((each) => element("li", {}, each)))] : []),
  ...conventions.map((each) => element("p", { class: "soft" }, "By convention: ", page(each))),
];

/** @param {string} text @param {import("./claims.js").Claims} known @returns {Promise<(Node | string)[]>} */
const answer = async (text, known) => {
  const claim = known.check(text);
  const sense = `${claim.strict ? ", in the everyday sense" : ""}${claim.soft ? ", by convention" : ""}`;
  const shown = [
    element("p", { class: "outcome" }, badge(claim.verdict), `${sense}: ${text}.`),
    ...beside(claim),
    element("p", {}, "About: ", page(claim.thing), " and ", page(claim.of)),
  ];
  const item = await onPage(known, claim);
  if (item) {
    const proof = proofs(item, claim);
    for (const each of proof) each.open = true;
    return [...shown, ...remarks(item).map((each) => element("p", { class: "soft" }, each)), ...proof];
  }
  if (claim.against.length) {
    shown.push(element("p", {}, "Against it: ", ...claim.against.flatMap((each, i) => [i ? ", " : "", page(each)]), "."));
  }
  return [...shown, claim.verdict === "unknown"
    ? element("p", { class: "soft" }, "Nothing that is stated decides it: it may be so or not.")
    : element("p", { class: "soft" }, "The proof is printed by ", element("code", {}, command(text)))];
};

/** @param {Fault} fault */
const told = async (fault) => {
  const near = fault.name ? search(await loaded(), fault.name, 3) : [];
  const links = near.flatMap((each, i) => [i ? ", " : " Is it one of these? ", page(each)]);
  return [element("p", { class: "bad" }, fault.message, ...links)];
};

const run = async () => {
  const text = field.value.trim();
  if (!text) return result.replaceChildren();
  history.replaceState(null, "", `#${encodeURIComponent(text)}`);
  result.setAttribute("aria-busy", "true");
  let shown;
  try {
    shown = await answer(text, await ready());
  } catch (fault) {
    shown = fault instanceof Fault ? await told(fault) : [element("p", { class: "bad" }, String(fault))];
  }
  result.replaceChildren(...shown);
  result.removeAttribute("aria-busy");
};

const read = () => {
  field.value = decodeURIComponent(location.hash.slice(1));
  return run();
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
addEventListener("hashchange", read);
read();
