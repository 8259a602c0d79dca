// What is wrong with the values: told in a summary at the top, and beside each question.

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

export function findLabel(form, name) {
  const label = form.querySelector(`label[for="${CSS.escape(name)}"]`);
  return label?.firstChild.textContent.trim() ?? name;
}

function describeInvalid({ validity, type }, { error }) {
  return validity.valueMissing ? error.required : (error[type] ?? error.invalid);
}

export function checkFields(form, texts) {
  const wrong = [...form.elements].filter((control) => control.name && !control.validity.valid);
  return wrong.map((control) => ({ field: control.name, message: describeInvalid(control, texts) }));
}

export function describeFailure(response, problem, texts) {
  const wait = Number(response?.headers.get("Retry-After"));
  if (!response) return texts.offline;
  if (response.status === 429 || response.status === 503) {
    return fill(texts.busy, { minutes: Math.max(1, Math.ceil((wait || 60) / 60)) });
  }
  return problem?.detail ?? texts.failed;
}

function findBeside(control) {
  return document.getElementById(`problem-${control.name}`);
}

function mark(control, message) {
  const beside = findBeside(control);
  if (!beside) return;
  beside.textContent = message;
  beside.hidden = false;
  control.closest("[data-part]")?.removeAttribute("hidden");
  control.setAttribute("aria-invalid", "true");
  const described = control.dataset.described ?? control.getAttribute("aria-describedby") ?? "";
  control.dataset.described = described;
  control.setAttribute("aria-describedby", `${beside.id} ${described}`.trim());
}

function unmark(control) {
  const beside = findBeside(control);
  if (beside) beside.hidden = true;
  control.removeAttribute("aria-invalid");
  if (control.dataset.described) control.setAttribute("aria-describedby", control.dataset.described);
}

function listProblem(form, { field, message }) {
  const item = document.createElement("li");
  const control = form.elements.namedItem(field);
  if (!control || control.type === "hidden") {
    item.textContent = message;
    return item;
  }
  const link = document.createElement("a");
  link.href = `#${field}`;
  link.textContent = `${findLabel(form, field)}: ${message}`;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    control.focus();
  });
  item.append(link);
  return item;
}

export function clearProblems(form, summary) {
  summary.hidden = true;
  for (const control of form.elements) unmark(control);
}

export function showProblems(form, summary, { detail, errors }) {
  summary.querySelector('[data-slot="detail"]').textContent = detail;
  summary.querySelector('[data-slot="list"]').replaceChildren(...errors.map((error) => listProblem(form, error)));
  for (const { field, message } of errors) {
    const control = form.elements.namedItem(field);
    if (control instanceof HTMLElement) mark(control, message);
  }
  summary.hidden = false;
  summary.focus();
}
