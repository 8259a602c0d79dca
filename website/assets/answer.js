// The server's answer: the reference, what was not kept and why, and until when the rest is, or by when we answer.

import { findLabel } from "./problem.js";

const language = document.documentElement.lang;
// As the mails write it: 25 November 2028, not November 25, 2028.
const locale = language === "en" ? "en-GB" : language;

function formatDay(moment) {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "Europe/Amsterdam" });
  return format.format(new Date(moment));
}

function formatAmount({ amount, currency = "EUR" }) {
  const cents = typeof amount === "object" ? amount.cents : amount;
  return new Intl.NumberFormat(locale, { style: "currency", currency }).format(cents / 100);
}

function fillDay(page, name, moment) {
  const slot = page.querySelector(`[data-slot="${name}"]`);
  if (slot) slot.textContent = formatDay(moment);
}

function listItem(text) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}

function explainDiscarded(form, name, texts) {
  const question = form.elements.namedItem(name)?.closest?.("[data-need]");
  const reason = question?.dataset.need === "consent" ? texts.no_consent : texts.not_needed;
  return `${findLabel(form, name)}: ${reason}`;
}

function fillList(page, name, lines) {
  page.querySelector(`[data-slot="${name}"]`).replaceChildren(...lines.map(listItem));
  page.querySelector(`[data-part="${name}"]`).hidden = lines.length === 0;
}

function fillPayment(page, payment) {
  const part = page.querySelector('[data-part="payment"]');
  // Where the provider did not answer, the person's own page leads to the payment.
  const url = payment?.checkout_url ?? payment?.page_url;
  part.hidden = !url;
  if (part.hidden) return;
  const sentence = part.querySelector('[data-slot="amount"]');
  sentence.textContent = sentence.textContent.replace("{amount}", formatAmount(payment));
  part.querySelector('[data-slot="checkout_url"]').href = url;
}

export function showAnswer(form, answer, texts) {
  const page = document.querySelector("template[data-answer]").content.cloneNode(true);
  page.querySelector('[data-slot="reference"]').textContent = answer.reference;
  for (const name of ["kept_until", "due_on"]) fillDay(page, name, answer[name]);
  fillList(page, "discarded", (answer.discarded ?? []).map((name) => explainDiscarded(form, name, texts)));
  fillList(page, "redacted", (answer.redacted ?? []).map((name) => `${findLabel(form, name)}: ${texts.redacted}`));
  fillPayment(page, answer.payment);
  const sheet = form.closest("[data-sheet]");
  document.querySelector(".receipt").remove();
  sheet.replaceChildren(page);
  const title = sheet.querySelector("h1");
  document.title = title.textContent;
  title.focus();
  window.scrollTo({ top: 0 });
}
