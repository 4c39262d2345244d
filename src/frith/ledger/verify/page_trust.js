// Whom the reader trusts, and whose signatures hold: https://c2sp.org/tlog-policy, /tlog-cosignature. A signature that this
// browser can't check throws Unable; `open` collects what leaves the answer open, `remarks` what is only worth knowing.

const KINDS = { ED25519: 1, COSIGNATURE: 4, ML_DSA_44: 6 };
const PUBLIC_SIZE = { 1: 32, 4: 32, 6: 1312 };

class Unable extends Error {}

async function parseKey(text) {
  const [name, id, ...rest] = text.split("+");
  const data = fromBase64(rest.join("+"));
  const [kind, raw] = [data[0], data.slice(1)];
  const whole = await sha256(utf8.encode(name), [10], data);
  const hex = [...whole.slice(0, 4)].map((each) => each.toString(16).padStart(2, "0")).join("");
  need(name && hex === id && PUBLIC_SIZE[kind] === raw.length, "no_key", name);
  return { name, id: whole.slice(0, 4), kind, raw };
}

async function parsePolicy(text) {
  const policy = { logs: [], witnesses: new Map(), groups: new Map(), grouped: new Set(), quorum: "" };
  for (const line of text.split("\n")) {
    const [kind, ...rest] = line.trim().split(/[ \t]+/);
    if (kind && !kind.startsWith("#")) await addLine(policy, kind, rest);
  }
  need(policy.quorum, "no_quorum");
  return policy;
}

async function addLine(policy, kind, [name = "", ...rest]) {
  const known = (each) => policy.witnesses.has(each) || policy.groups.has(each);
  const free = name && name !== "none" && !known(name);
  if (kind === "log") {
    const key = await parseKey(name);
    need(key.kind !== KINDS.COSIGNATURE && !policy.logs.some((each) => same(each.raw, key.raw)), "bad_line", kind);
    policy.logs.push(key);
  } else if (kind === "witness") {
    const key = await parseKey(rest[0] ?? "");
    const twice = [...policy.witnesses.values()].some((each) => same(each.raw, key.raw));
    need(free && key.kind !== KINDS.ED25519 && !twice, "bad_line", kind);
    policy.witnesses.set(name, key);
  } else if (kind === "group") {
    const [least, ...members] = rest;
    const count = least === "all" ? members.length : least === "any" ? 1 : Number(number(least ?? ""));
    need(free && members.every((each) => known(each) && !policy.grouped.has(each)), "bad_line", kind);
    need(new Set(members).size === members.length && count >= 1 && count <= members.length, "bad_line", kind);
    members.forEach((each) => policy.grouped.add(each));
    policy.groups.set(name, { count, members });
  } else {
    need(kind === "quorum" && !policy.quorum && !rest.length && (name === "none" || known(name)), "bad_line", kind);
    policy.quorum = name;
  }
}

function reached(policy, name, by) {
  const group = policy.groups.get(name);
  if (group) return group.members.filter((each) => reached(policy, each, by)).length >= group.count;
  return name === "none" || by.has(policy.witnesses.get(name));
}

// ---- signatures -----------------------------------------------------------------------------------------------------

async function verify(algorithm, format, raw, signature, message) {
  let key;
  try {
    key = await crypto.subtle.importKey(format, raw, { name: algorithm }, false, ["verify"]);
  } catch {
    throw new Unable(algorithm);
  }
  return crypto.subtle.verify({ name: algorithm }, key, signature, message);
}

function short(text) {
  const bytes = utf8.encode(text);
  need(bytes.length < 256, "no_checkpoint");
  return joined([bytes.length], bytes);
}

async function holds(key, line, note, head) {
  if (key.kind === KINDS.ED25519) return verify("Ed25519", "raw", key.raw, line.bytes, utf8.encode(note.text));
  if (line.bytes.length < 8) return false;
  const time = new DataView(line.bytes.buffer, line.bytes.byteOffset).getBigUint64(0);
  const bare = line.bytes.slice(8);
  if (key.kind === KINDS.COSIGNATURE) {
    const message = utf8.encode(`cosignature/v1\ntime ${time}\n${note.text}`);
    return verify("Ed25519", "raw", key.raw, bare, message);
  }
  const label = utf8.encode("subtree/v1\n\0");
  const tree = [eight(time), short(head.origin), eight(0n), eight(head.size), head.root];
  return verify("ML-DSA-44", "raw-public", key.raw, bare, joined(label, short(key.name), ...tree));
}

// The keys of the policy that signed the note, and those whose signatures can't be checked here. One of theirs that does not
// hold spoils the note.
async function signers(policy, note, head) {
  const [by, unseen] = [new Set(), new Map()];
  for (const line of note.signatures) {
    for (const key of [...policy.logs, ...policy.witnesses.values()]) {
      if (key.name !== line.name || !same(key.id, line.id)) continue;
      try {
        need(await holds(key, line, note, head), "bad_signature", key.name);
        by.add(key);
      } catch (why) {
        if (!(why instanceof Unable)) throw why;
        unseen.set(key, say("browser_cannot", why.message, key.name));
      }
    }
  }
  return { by, unseen };
}

// What the policy still asks for, and what could not be checked: that leaves the answer open only where it was needed.
async function checkSigners(policy, { note, head }, open, remarks) {
  const { by, unseen } = await signers(policy, note, head);
  const lacking = (keys) => [
    ...(policy.logs.some((key) => key.name === head.origin && keys.has(key)) ? [] : [say("log_unknown")]),
    ...(reached(policy, policy.quorum, keys) ? [] : [say("no_witnesses")]),
  ];
  const enough = !lacking(by).length;
  open.push(...lacking(new Set([...by, ...unseen.keys()])));
  (enough ? remarks : open).push(...unseen.values());
}

async function checkReceiptKey(receipt, keysText, open) {
  const keys = keysText.trim() ? JSON.parse(keysText).keys : [];
  for (const { x } of keys) {
    const kid = toBase64Url(await sha256(utf8.encode(canonical({ crv: "Ed25519", kty: "OKP", x }))));
    if (kid !== receipt.kid) continue;
    try {
      const held = await verify("Ed25519", "raw", fromBase64Url(x), receipt.signature, utf8.encode(receipt.signed));
      need(held, "bad_receipt_signature");
    } catch (why) {
      if (!(why instanceof Unable)) throw why;
      open.push(say("browser_cannot", why.message, receipt.kid));
    }
    return;
  }
  open.push(say("unknown_receipt_key"));
}

// 1 read  2 the entry leads to the root  3 what is opened belongs to the entry  4 who signed the log  5 who signed the receipt
async function check(text, policyText, keysText) {
  const [open, remarks] = [[], []];
  const proof = parseProof(text);
  const receipt = parseReceipt(proof.extra);
  await checkInclusion(await sha256([0], receipt.entry), proof);
  const members = fromJson(ascii(receipt.entry));
  need(Array.isArray(members._sd), "no_entry");
  const opened = await openDisclosures(receipt.disclosures, members);
  let policy;
  try {
    policy = await parsePolicy(policyText);
  } catch (why) {
    open.push(say("no_policy", why.message));
  }
  if (policy) await checkSigners(policy, proof, open, remarks);
  try {
    await checkReceiptKey(receipt, keysText, open);
  } catch (why) {
    if (why instanceof Wrong) throw why;
    open.push(say("no_receipt_keys"));
  }
  return { verdict: open.length ? "can't tell" : "verified", why: [...open, ...remarks], proof, members, opened };
}

