// Runs beside the page: finds the number that a challenge asks for.

const BATCH = 512;
const encoder = new TextEncoder();

function readHex(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

async function hash({ algorithm, salt }, number) {
  return new Uint8Array(await crypto.subtle.digest(algorithm, encoder.encode(salt + number)));
}

async function searchBatch(challenge, wanted, start) {
  const size = Math.min(BATCH, challenge.maxnumber - start + 1);
  const hashes = await Promise.all(Array.from({ length: size }, (_, step) => hash(challenge, start + step)));
  return hashes.findIndex((found) => found.every((byte, place) => byte === wanted[place]));
}

self.onmessage = async ({ data: challenge }) => {
  const wanted = readHex(challenge.challenge);
  for (let start = 0; start <= challenge.maxnumber; start += BATCH) {
    const found = await searchBatch(challenge, wanted, start);
    if (found >= 0) {
      self.postMessage({ number: start + found });
      return;
    }
  }
  self.postMessage({ number: null });
};
