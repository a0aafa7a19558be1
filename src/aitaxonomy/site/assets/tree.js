// @ts-check
// The tree: words narrow it to the terms that have them, and what is above these.
"use strict";
{
  const form = dom.byId("filters", HTMLFormElement);
  const field = dom.byId("words", HTMLInputElement);
  const nodes = [...document.querySelectorAll("#tree .node")].reverse();

  const update = () => {
    const words = field.value.trim().toLowerCase();
    /** @type {Set<Element | null | undefined>} */
    const above = new Set();
    let count = 0;
    for (const node of nodes) {
      const named = (node.querySelector(".head > span")?.textContent ?? "").toLowerCase().includes(words);
      const kept = named || above.has(node);
      count += Number(named);
      node.toggleAttribute("hidden", !kept);
      if (kept) above.add(node.parentElement?.closest(".node"));
      const below = node.querySelector(":scope > details");
      if (words && above.has(node) && below instanceof HTMLDetailsElement) below.open = true;
    }
    dom.byId("shown", HTMLOutputElement).value = words ? `${count} ${count === 1 ? "term" : "terms"}` : "";
    history.replaceState(null, "", words ? `#${new URLSearchParams({ q: words })}` : location.pathname);
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", update);
  field.value = new URLSearchParams(location.hash.slice(1)).get("q") ?? "";
  if (field.value) update();
}
