"use strict";
// What a receipt is made of: letters and numbers in one spelling each, a proof, a signed head, what the receipt opens.
// https://c2sp.org/tlog-proof, /signed-note, /tlog-checkpoint; RFC 9162 for the tree, RFC 9901 for what is opened.
// What is wrong throws Wrong. Nothing here touches the page.

const say = (key, ...parts) => words[key].replace(/\{(\d)\}/g, (_, at) => parts[at]);
const utf8 = new TextEncoder();
const LARGEST = 2000000;
const DASH = "\u2014 ";

class Wrong extends Error {}

function need(holds, key, ...parts) {
  if (!holds) throw new Wrong(say(key, ...parts));
}

// ---- letters and numbers, each in one spelling ----------------------------------------------------------------------

function fromBase64(text) {
  let raw;
  try {
    raw = atob(text);
  } catch {
    throw new Wrong(say("no_base64"));
  }
  need(btoa(raw) === text, "no_base64");
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

function fromBase64Url(text) {
  need(/^[A-Za-z0-9_-]+$/.test(text), "no_base64");
  const padded = text.replace(/-/g, "+").replace(/_/g, "/") + "=".repeat((4 - (text.length % 4)) % 4);
  return fromBase64(padded);
}

const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
const toBase64Url = (bytes) => toBase64(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

function number(text) {
  need(/^(0|[1-9][0-9]{0,18})$/.test(text) && BigInt(text) < 2n ** 63n, "no_number");
  return BigInt(text);
}

function ascii(bytes) {
  need(bytes.every((each) => each < 128), "no_entry");
  return new TextDecoder().decode(bytes);
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(",")}}`;
}

// The value of a text that is its canonical JSON: a name that stands twice, or any other spelling, is refused.
function fromJson(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Wrong(say("no_json"));
  }
  need(canonical(value) === text, "no_json");
  return value;
}

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

function eight(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes;
}

const same = (one, other) => one.length === other.length && one.every((each, at) => each === other[at]);
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));

// ---- the note, the checkpoint, the proof ----------------------------------------------------------------------------

function parseNote(text) {
  const at = text.lastIndexOf("\n\n");
  need(at >= 0 && text.endsWith("\n") && !/[\0-\x09\x0b-\x1f]/.test(text), "no_note");
  const lines = text.slice(at + 2, -1).split("\n");
  need(lines.length <= 100, "no_note");
  const signatures = lines.map((line) => {
    const [name, data, ...rest] = line.slice(DASH.length).split(" ");
    need(line.startsWith(DASH) && name && !/[\s+]/u.test(name) && data && !rest.length, "no_note");
    const bytes = fromBase64(data);
    need(bytes.length > 4, "no_note");
    return { name, id: bytes.slice(0, 4), bytes: bytes.slice(4) };
  });
  return { text: text.slice(0, at + 1), signatures };
}

function parseCheckpoint(text) {
  const [origin, size, root, ...rest] = text.split("\n");
  need(origin && root !== undefined && rest.pop() === "" && rest.every(Boolean), "no_checkpoint");
  const head = { origin, size: number(size), root: fromBase64(root) };
  need(head.root.length === 32, "no_checkpoint");
  return head;
}

function parseProof(text) {
  need(text.length <= LARGEST, "too_long");
  const at = text.indexOf("\n\n");
  const [mark, ...lines] = text.slice(0, Math.max(at, 0)).split("\n");
  need(mark === "c2sp.org/tlog-proof@v1", "no_proof");
  const extra = lines[0]?.startsWith("extra ") ? fromBase64(lines.shift().slice(6)) : new Uint8Array();
  need(lines[0]?.startsWith("index ") && lines.length <= 64, "no_proof");
  const index = number(lines.shift().slice(6));
  const hashes = lines.map(fromBase64);
  need(hashes.every((hash) => hash.length === 32), "no_proof");
  const note = parseNote(text.slice(at + 2));
  return { index, hashes, note, extra, head: parseCheckpoint(note.text) };
}

const bits = (value) => (value ? value.toString(2).length : 0);
const ones = (value) => value.toString(2).replace(/0/g, "").length;

// RFC 9162, section 2.1.3.2.
async function checkInclusion(leaf, { index, hashes, head }) {
  need(index < head.size, "not_included");
  const inner = bits(index ^ (head.size - 1n));
  need(hashes.length === inner + ones(index >> BigInt(inner)), "not_included");
  let found = leaf;
  for (const [level, hash] of hashes.entries()) {
    const left = level >= inner || (index >> BigInt(level)) & 1n;
    found = left ? await sha256([1], hash, found) : await sha256([1], found, hash);
  }
  need(same(found, head.root), "not_included");
}

// ---- the receipt ----------------------------------------------------------------------------------------------------

function parseReceipt(extra) {
  const [jwt, ...disclosures] = ascii(extra).split("~");
  const [header, payload, signature, ...rest] = jwt.split(".");
  need(signature && !rest.length && disclosures.pop() === "", "no_receipt");
  const named = fromJson(ascii(fromBase64Url(header)));
  const head = { alg: "EdDSA", kid: named.kid, typ: "frith-entry+sd-jwt" };
  need(typeof named.kid === "string" && canonical(named) === canonical(head), "no_receipt");
  const entry = fromBase64Url(payload);
  return { kid: named.kid, entry, signed: `${header}.${payload}`, signature: fromBase64Url(signature), disclosures };
}

async function openDisclosures(texts, members) {
  const opened = new Map();
  for (const text of texts) {
    const parts = fromJson(ascii(fromBase64Url(text)));
    need(Array.isArray(parts) && parts.length === 3 && parts.every((each) => typeof each === "string"), "no_disclosure");
    const [salt, name, value] = parts;
    need(fromBase64Url(salt).length >= 16 && !["_sd", "_sd_alg", "..."].includes(name), "no_disclosure");
    need(members._sd.includes(toBase64Url(await sha256(utf8.encode(text)))), "not_sealed", name);
    need(!opened.has(name) && !Object.hasOwn(members, name), "stands_twice", name);
    opened.set(name, value);
  }
  return opened;
}
