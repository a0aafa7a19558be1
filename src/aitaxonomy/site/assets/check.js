// @ts-check
// The page that checks a claim by look-up; the claim stands in the fragment of the address.
"use strict";
{
  const form = dom.byId("claim-form", HTMLFormElement);
  const field = dom.byId("claim", HTMLInputElement);
  const result = dom.byId("result", HTMLElement);

  /** What is said of a claim that is not listed, with the names that are like it. @param {string} text */
  const unlisted = async (text) => {
    const near = site.search(await site.loaded(), text.replace(/\b(is|are|an?|every|not)\b/gu, " "), 3);
    const links = near.flatMap((each, i) => [i ? ", " : " Is it about one of these? ", dom.link(each.path, each.label)]);
    return [
      dom.element("p", { class: "open" }, "This page does not list that claim.", ...links),
      dom.element("p", {}, "The library reads claims of many more forms: ", dom.element("code", {}, `aitaxonomy check "${text.replace(/["\\$`]/gu, "\\$&")}"`)),
    ];
  };

  const run = async () => {
    const text = field.value.trim();
    if (!text) return;
    history.replaceState(null, "", `#${encodeURIComponent(text)}`);
    try {
      const found = await answers.lookUp(text);
      result.replaceChildren(...(found ? [dom.element("p", { class: "outcome" }, ...answers.shown(found))] : await unlisted(text)));
    } catch (fault) {
      result.replaceChildren(dom.element("p", { class: "bad" }, String(fault)));
    }
  };

  const read = () => {
    field.value = decodeURIComponent(location.hash.slice(1)) || field.value;
    return run();
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  addEventListener("hashchange", read);
  read();
}
