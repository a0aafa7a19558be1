// Our terms are fragments of the ontology's address, which leads here: who follows such an address
// gets to the page of the term.

const [, term] = /^#([A-Za-z]\w*)$/.exec(location.hash) ?? [];
if (term && !document.getElementById(term)) {
  const page = new URL(`../terms/${term}/index.html`, import.meta.url);
  if ((await fetch(page, { method: "HEAD" })).ok) location.replace(page);
}
