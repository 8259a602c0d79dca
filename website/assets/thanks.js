// Shows the reference that the server put in the address, after a form that was posted without script.

const reference = new URLSearchParams(location.search).get("reference") ?? "";
if (/^[A-Z0-9-]{6,40}$/i.test(reference)) {
  const ticket = document.querySelector("[data-ticket]");
  ticket.querySelector('[data-slot="reference"]').textContent = reference;
  ticket.hidden = false;
}
