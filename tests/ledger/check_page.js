// The page's own checks outside a browser: node check_page.js FOLDER < {words, policy, keys, receipts} prints one verdict each
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const given = JSON.parse(readFileSync(0, "utf8"));
const parts = ["page_formats.js", "page_trust.js"].map((name) => readFileSync(join(process.argv[2], name), "utf8"));
const check = new Function("words", `${parts.join("\n")}\nreturn check;`)(given.words);
(async () => {
  for (const receipt of given.receipts) {
    try {
      const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(receipt, "base64"));
      console.log((await check(text, given.policy, given.keys)).verdict);
    } catch (why) {
      console.log("refuted");
    }
  }
})();
