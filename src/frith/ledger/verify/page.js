// What is shown: text only, whatever a receipt holds.

const words = JSON.parse(document.getElementById("words").textContent);
const part = (id) => document.getElementById(id);

function inWords(value) {
  if (Array.isArray(value)) return value.map(inWords).join(", ");
  if (value === null || typeof value !== "object") return String(value);
  return Object.entries(value).map(([name, each]) => `${name}: ${inWords(each)}`).join(", ");
}

function rows(id, pairs) {
  part(id).replaceChildren(
    ...pairs.map(([name, value]) => {
      const row = document.createElement("tr");
      const head = document.createElement("th");
      const cell = document.createElement("td");
      head.scope = "row";
      head.textContent = name;
      cell.textContent = inWords(value);
      row.append(head, cell);
      return row;
    }),
  );
}

function show({ verdict, why, proof, members, opened }) {
  part("answer").dataset.verdict = verdict;
  part("verdict").textContent = say(verdict);
  part("why").replaceChildren(
    ...why.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
  );
  part("shown").hidden = !proof;
  if (proof) {
    const hidden = ["_sd", "_sd_alg", "pad", "v"];
    part("where").textContent = say("where", proof.index, proof.head.origin, proof.head.size);
    rows("entry", Object.entries(members).filter(([name]) => !hidden.includes(name)));
    rows("disclosed", [...opened]);
    part("opened").hidden = !opened.size;
  }
  part("answer").hidden = false;
  part("answer").focus();
}

async function run(text) {
  try {
    if (!globalThis.crypto?.subtle) throw new Unable();
    show(await check(text, part("policy").value, part("keys").value));
  } catch (why) {
    const told = why instanceof Unable ? say("no_crypto") : why instanceof Wrong ? why.message : say("no_proof");
    show({ verdict: why instanceof Unable ? "can't tell" : "refuted", why: [told] });
  }
}

// A file's letters are checked as they are: the text area shows them, but changes the ends of lines.
async function take(file) {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    const letters = text.decode(await file.slice(0, LARGEST + 1).arrayBuffer());
    part("receipt").value = letters;
    return run(letters);
  } catch {
    part("receipt").value = "";
    return show({ verdict: "refuted", why: [say("no_proof")] });
  }
}

part("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  run(part("receipt").value);
});
part("file").addEventListener("change", (event) => event.target.files[0] && take(event.target.files[0]));
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
});
// A link may carry a receipt behind `#receipt=`: browsers send that part to nobody.
if (location.hash.startsWith("#receipt=")) {
  try {
    part("receipt").value = new TextDecoder().decode(fromBase64Url(location.hash.slice(9)));
    run(part("receipt").value);
  } catch (why) {
    show({ verdict: "refuted", why: [why.message] });
  }
}
