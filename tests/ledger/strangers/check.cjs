// Checks a checkpoint and inclusion proofs with @sigstore/verify alone: node check.cjs < {key, origin, checkpoint, proofs}
const path = require("node:path");
const crypto = require("node:crypto");
const inside = path.join(path.dirname(require.resolve("@sigstore/verify")), "tlog");
const { verifyCheckpoint } = require(path.join(inside, "checkpoint.js"));
const { verifyMerkleInclusion } = require(path.join(inside, "merkle.js"));

const given = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const raw = Buffer.from(given.key.split("+").slice(2).join("+"), "base64").subarray(1);
const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]);
const log = {
  logID: Buffer.from(given.key.split("+")[1], "hex"),
  baseURL: given.origin,
  publicKey: crypto.createPublicKey({ key: spki, format: "der", type: "spki" }),
};
for (const { index, entry, hashes } of given.proofs) {
  const proved = {
    canonicalizedBody: Buffer.from(entry, "base64"),
    inclusionProof: {
      logIndex: String(index),
      hashes: hashes.map((each) => Buffer.from(each, "base64")),
      checkpoint: { envelope: given.checkpoint },
    },
  };
  verifyMerkleInclusion(proved, verifyCheckpoint(proved, [log]));
}
console.log("verified", given.proofs.length);
