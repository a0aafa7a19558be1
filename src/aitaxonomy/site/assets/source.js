// A file of the ontology with its lines, at the one that the fragment of the address names, as in
// #ontology/core.ttl:604.

const NAMED = /^#(ontology\/[\w./-]+):(\d+)$/;
const section = /** @type {HTMLElement} */ (document.getElementById("shown"));

const show = async () => {
  const [, file, number] = NAMED.exec(location.hash) ?? [];
  if (!file || file.includes("..")) return;
  const answer = await fetch(new URL(`../${file}`, import.meta.url));
  const text = answer.ok ? await answer.text() : `There is no file ${file}.`;
  const lines = text.split("\n").map((line, index) => {
    const row = document.createElement("span");
    row.textContent = `${line}\n`;
    if (index + 1 === Number(number)) {
      row.setAttribute("aria-current", "true");
      row.tabIndex = -1;
    }
    return row;
  });
  /** @type {HTMLElement} */ (section.querySelector("h2")).textContent = `${file}, line ${number}`;
  /** @type {HTMLElement} */ (section.querySelector("code")).replaceChildren(...lines);
  section.hidden = false;
  const line = section.querySelector("[aria-current]");
  line?.scrollIntoView({ block: "center" });
  if (line instanceof HTMLElement) line.focus({ preventScroll: true });
};

addEventListener("hashchange", show);
show();
