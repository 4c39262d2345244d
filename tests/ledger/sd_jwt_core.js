// Reads lines "JWK public x <space> SD-JWT" and prints, for each, what @sd-jwt/core shows, or {"refused": why}.
const { createHash, createPublicKey, verify } = require("node:crypto");
const { SDJwtInstance } = require("@sd-jwt/core");

async function shown(x, text) {
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const instance = new SDJwtInstance({
    hashAlg: "sha-256",
    hasher: (data) => createHash("sha256").update(data).digest(),
    verifier: (data, signature) => verify(null, Buffer.from(data), key, Buffer.from(signature, "base64url")),
  });
  try {
    return (await instance.verify(text)).payload;
  } catch (why) {
    return { refused: String(why) };
  }
}

(async () => {
  for (const line of require("node:fs").readFileSync(0, "utf8").split("\n").filter(Boolean)) {
    console.log(JSON.stringify(await shown(...line.split(" "))));
  }
})();
