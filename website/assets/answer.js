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
  part.hidden = !payment;
  if (part.hidden) return;
  const url = payment.checkout_url;
  const sentence = part.querySelector('[data-slot="amount"]');
  // Where it cannot be told here and now, the mail leads to the payment.
  const words = url ? sentence.textContent : sentence.dataset.mailed;
  sentence.textContent = words.replace("{amount}", formatAmount(payment));
  const link = part.querySelector('[data-slot="checkout_url"]');
  link.hidden = !url;
  if (url) link.href = url;
  const held = part.querySelector('[data-slot="held_until"]');
  held.hidden = !payment.held_until;
  if (!held.hidden) held.textContent = held.textContent.replace("{date}", formatDay(payment.held_until));
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
