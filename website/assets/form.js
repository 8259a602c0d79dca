// Sends a form without leaving the page. Without this script the form works too: the browser posts it.

import { showAnswer } from "./answer.js";
import { checkFields, clearProblems, describeFailure, showProblems } from "./problem.js";
import { Proof, SolverStopped } from "./proof.js";

const form = document.querySelector("form[data-loket]");
const summary = document.querySelector("[data-summary]");
const status = document.querySelector("[data-status]");
const button = form.querySelector("button[type=submit]");
const texts = JSON.parse(form.dataset.texts);
const proof = new Proof(new URL("challenge", form.action));
let busy = false;
let sent = { body: "", key: "" };

function readValues() {
  const values = [...new FormData(form)].filter(([name, value]) => value !== "" && name !== "return_to");
  return Object.fromEntries(values);
}

// The same values keep the same key, so that trying again can never enroll somebody twice.
function chooseKey(values) {
  const body = JSON.stringify(values);
  if (body !== sent.body) sent = { body, key: crypto.randomUUID() };
  return sent.key;
}

async function post(values, altcha) {
  return fetch(form.action, {
    method: "POST",
    credentials: "omit",
    headers: {
      "Accept": "application/json",
      "Accept-Language": document.documentElement.lang,
      "Content-Type": "application/json",
      "Idempotency-Key": chooseKey(values),
    },
    body: JSON.stringify(altcha ? { ...values, altcha } : values),
  });
}

function isProofRefused(problem) {
  return (problem?.errors ?? []).some(({ field }) => field === "altcha");
}

async function send(values, attempts = 2) {
  status.textContent = texts.checking;
  const altcha = await proof.take();
  status.textContent = texts.sending;
  const response = await post(values, altcha);
  const document = await response.json().catch(() => null);
  if (!response.ok && isProofRefused(document) && attempts > 1) return send(values, attempts - 1);
  return { response, document };
}

function showFailure(response, problem) {
  const errors = problem?.errors ?? [];
  const detail = errors.length > 0 ? texts.problems_hint : describeFailure(response, problem, texts);
  showProblems(form, summary, { detail, errors });
}

async function submit() {
  const errors = checkFields(form, texts);
  if (errors.length > 0) {
    showProblems(form, summary, { detail: texts.problems_hint, errors });
    return;
  }
  try {
    const { response, document } = await send(readValues());
    if (response.ok && document) showAnswer(form, document, texts);
    else showFailure(response, document);
  } catch (error) {
    if (error instanceof SolverStopped) form.submit();
    else showFailure(null, null);
  }
}

function setBusy(value) {
  busy = value;
  button.setAttribute("aria-disabled", String(value));
  if (!value) status.textContent = "";
}

async function handleSubmit(event) {
  event.preventDefault();
  if (busy) return;
  setBusy(true);
  clearProblems(form, summary);
  await submit();
  setBusy(false);
}

// Where the browser lacks these it posts the form itself, which is just as good.
if (window.isSecureContext && "Worker" in window) {
  form.noValidate = true;
  // It is shown when the server asks.
  form.querySelector('[data-part="confirm_again"]')?.setAttribute("hidden", "");
  form.addEventListener("focusin", () => proof.prepare(), { once: true });
  form.addEventListener("submit", handleSubmit);
}
