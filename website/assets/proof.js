// Proof of work against robots: our own server's challenge, solved on this device, while the person types.

const SOONEST = 3200; // A faster answer than the server's three seconds looks like a robot's.
const MARGIN = 15_000;

// The search cannot run here: the form must be sent without proof, as browsers without script do.
export class SolverStopped extends Error {}

function solve(challenge) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./solver.js", import.meta.url), { type: "module" });
    const finish = (settle, value) => {
      worker.terminate();
      settle(value);
    };
    worker.onmessage = ({ data }) => finish(resolve, data.number);
    worker.onerror = () => finish(reject, new SolverStopped());
    worker.postMessage(challenge);
  });
}

function readExpiry({ salt }) {
  const seconds = Number(new URLSearchParams(salt.split("?")[1]).get("expires"));
  return seconds ? seconds * 1000 : Number.POSITIVE_INFINITY;
}

async function obtain(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (response.status === 404) return { expires: Number.POSITIVE_INFINITY }; // This server asks for no proof.
  if (!response.ok) throw new Error(`challenge refused: ${response.status}`);
  const challenge = await response.json();
  const issued = Date.now();
  const { algorithm, challenge: wanted, salt, signature } = challenge;
  const number = await solve(challenge);
  const text = btoa(JSON.stringify({ algorithm, challenge: wanted, number, salt, signature }));
  return { text, issued, expires: readExpiry(challenge) };
}

export class Proof {
  #address;
  #found = null;

  constructor(address) {
    this.#address = address;
  }

  prepare() {
    if (this.#found) return;
    const found = obtain(this.#address);
    found.catch(() => this.#found === found && this.discard());
    this.#found = found;
  }

  discard() {
    this.#found = null;
  }

  async take() {
    this.prepare();
    let proof = await this.#found;
    if (proof.expires - MARGIN < Date.now()) {
      this.discard();
      this.prepare();
      proof = await this.#found;
    }
    this.discard();
    const pause = (proof.issued ?? 0) + SOONEST - Date.now();
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, pause)));
    return proof.text;
  }
}
