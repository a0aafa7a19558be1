// @ts-check
// A file of the ontology at the line that the fragment of the address names, as in #ontology/core.ttl:604.
"use strict";
{
  const section = dom.byId("shown", HTMLElement);
  const code = /** @type {HTMLElement} */ (section.querySelector("code"));
  const title = /** @type {HTMLElement} */ (section.querySelector("h2"));

  const show = async () => {
    const [, file, number] = /^#(ontology\/[\w./-]+):(\d+)$/.exec(location.hash) ?? [];
    if (!file || file.includes("..")) return;
    title.textContent = `${file}, line ${number}`;
    section.hidden = false;
    try {
      const answer = await fetch(new URL(file, site.root));
      if (!answer.ok) throw new Error(String(answer.status));
      code.replaceChildren(...(await answer.text()).split("\n").map((line, i) =>
        dom.element("span", i + 1 === Number(number) ? { "aria-current": "true", tabindex: -1 } : {}, `${line}\n`)));
      const line = code.querySelector("[aria-current]");
      line?.scrollIntoView({ block: "center" });
      if (line instanceof HTMLElement) line.focus({ preventScroll: true });
    } catch {
      // A browser reads no other file of a folder that it opened without a server.
      code.replaceChildren("The file cannot be shown here. Open it and go to that line: ", dom.link(file, file));
    }
  };

  addEventListener("hashchange", show);
  show();
}
