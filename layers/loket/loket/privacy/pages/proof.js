// Lets a person black out a photo of their identity document, and sends only what is left of it.
//
// The chosen photo is never sent. It is drawn on a canvas at most LONGEST pixels long, the boxes are painted over it, and
// the JPEG that is made of that is what is shown and what is sent: without the pixels under the boxes, without EXIF.

const LONGEST = 2000;
const QUALITY = 0.85;
// A press without a drag is no box.
const SMALLEST = 0.01;
const KEY_STEP = 0.02;
const FIRST_BOX = { x: 0.3, y: 0.4, width: 0.4, height: 0.2 };

const find = (id) => document.getElementById(id);
const work = find("work");
const canvas = find("canvas");
const preview = find("preview");
const upload = JSON.parse(work.dataset.upload);
const says = JSON.parse(work.dataset.says);

// Boxes are in parts of the picture's width and height, so that they do not depend on how large it is shown.
let picture = null;
let boxes = [];
let dragged = null;
// The copy with the boxes as they now are, or nothing while there are none.
let making = Promise.resolve(null);
let sending = false;

function say(name, values = {}) {
  find("says").textContent = says[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

function show(copy) {
  preview.src = URL.createObjectURL(copy);
  preview.hidden = false;
}

function hide() {
  if (preview.src) URL.revokeObjectURL(preview.src);
  preview.removeAttribute("src");
  preview.hidden = true;
}

async function open(file) {
  picture?.close();
  picture = null;
  boxes = [];
  making = Promise.resolve(null);
  hide();
  find("desk").hidden = true;
  if (!file) return;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    say("unreadable");
    return;
  }
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  find("desk").hidden = false;
  paint();
  say("opened");
}

function paint() {
  const context = canvas.getContext("2d", { alpha: false });
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  context.fillStyle = "black";
  for (const box of dragged ? [...boxes, dragged] : boxes) context.fillRect(...pixels(box));
}

// Rounded outwards: a pixel that a box touches is covered.
function pixels({ x, y, width, height }) {
  const left = Math.floor(x * canvas.width);
  const top = Math.floor(y * canvas.height);
  const right = Math.ceil((x + width) * canvas.width);
  const bottom = Math.ceil((y + height) * canvas.height);
  return [left, top, right - left, bottom - top];
}

function change(next) {
  boxes = next;
  hide();
  paint();
  making = boxes.length > 0 ? make(boxes) : Promise.resolve(null);
}

async function make(these) {
  const copy = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  if (copy && these === boxes) show(copy);
  return copy;
}

const within = (value, least, most) => Math.min(Math.max(value, least), most);

function place(event) {
  const shown = canvas.getBoundingClientRect();
  return {
    x: within((event.clientX - shown.left) / shown.width, 0, 1),
    y: within((event.clientY - shown.top) / shown.height, 0, 1),
  };
}

function span(from, to) {
  return {
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(from.x - to.x),
    height: Math.abs(from.y - to.y),
  };
}

let start = null;

canvas.addEventListener("pointerdown", (event) => {
  if (!event.isPrimary || event.button !== 0) return;
  canvas.setPointerCapture(event.pointerId);
  start = place(event);
});

canvas.addEventListener("pointermove", (event) => {
  if (!start) return;
  dragged = span(start, place(event));
  paint();
});

canvas.addEventListener("pointerup", (event) => {
  if (!start) return;
  const box = span(start, place(event));
  start = null;
  dragged = null;
  const large = box.width >= SMALLEST && box.height >= SMALLEST;
  change(large ? [...boxes, box] : [...boxes]);
  if (large) say("count", { count: boxes.length });
});

canvas.addEventListener("pointercancel", () => {
  start = null;
  dragged = null;
  paint();
});

const MOVES = {
  ArrowLeft: { x: -KEY_STEP, y: 0 },
  ArrowRight: { x: KEY_STEP, y: 0 },
  ArrowUp: { x: 0, y: -KEY_STEP },
  ArrowDown: { x: 0, y: KEY_STEP },
};

function shift(box, { x, y }, resizing) {
  if (resizing) {
    const width = within(box.width + x, KEY_STEP, 1 - box.x);
    return { ...box, width, height: within(box.height + y, KEY_STEP, 1 - box.y) };
  }
  return { ...box, x: within(box.x + x, 0, 1 - box.width), y: within(box.y + y, 0, 1 - box.height) };
}

function sayPlace() {
  const { x, y, width, height } = boxes.at(-1);
  const [left, top, wide, high] = [x, y, width, height].map((part) => Math.round(part * 100));
  say("place", { number: boxes.length, left, top, width: wide, height: high });
}

function undo() {
  change(boxes.slice(0, -1));
  say("count", { count: boxes.length });
}

canvas.addEventListener("keydown", (event) => {
  if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    undo();
    return;
  }
  const move = MOVES[event.key];
  if (!move || boxes.length === 0) return;
  event.preventDefault();
  change([...boxes.slice(0, -1), shift(boxes.at(-1), move, event.shiftKey)]);
  sayPlace();
});

find("add").addEventListener("click", () => {
  change([...boxes, FIRST_BOX]);
  canvas.focus();
  sayPlace();
});

find("undo").addEventListener("click", undo);

find("photo").addEventListener("change", (event) => open(event.target.files[0]));

async function post(blob) {
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  // S3 wants the file last, and reads nothing after it.
  form.append("file", blob, "copy.jpg");
  return fetch(upload.url, { method: "POST", body: form, credentials: "omit" });
}

find("send").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (sending) return;
  if (boxes.length === 0) {
    say("nothing_black");
    return;
  }
  sending = true;
  say("sending");
  const copy = await making;
  const answer = copy && (await post(copy).catch(() => null));
  sending = false;
  if (answer?.ok) event.target.submit();
  else say("failed");
});

work.hidden = false;
