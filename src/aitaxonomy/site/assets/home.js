// @ts-check
// The field of the home page answers; and our terms are fragments of the ontology's address, which leads here: who follows one gets to the page of the term.
"use strict";
{
  const form = dom.byId("ask-form", HTMLFormElement);
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  combobox(dom.byId("ask", HTMLInputElement), dom.byId("asked", HTMLElement), { first: answers.option });
  const [, term] = /^#([A-Za-z]\w*)$/.exec(location.hash) ?? [];
  if (term && !document.getElementById(term)) {
    site.loaded().then((entries) => {
      const found = entries.find(({ path }) => path === `terms/${term}.html`);
      if (found) location.replace(site.address(found.path));
    });
  }
}
