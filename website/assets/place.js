// Tells which courses are full or nearly so, if the server says.

const FEW = 5;
const { full, place, places } = document.querySelector("[data-places]").dataset;
const address = new URL("/courses", document.documentElement.dataset.api || location.origin);

function describe(left) {
  if (left === 0) return full;
  return left === 1 ? place : places.replace("{count}", left);
}

async function showPlaces() {
  const response = await fetch(address, { credentials: "omit" });
  const { courses } = await response.json();
  for (const { code, places_left: left } of courses) {
    const card = document.querySelector(`[data-course="${CSS.escape(code)}"]`);
    if (card && Number.isInteger(left) && left <= FEW) {
      card.querySelector('[data-slot="places"]').textContent = describe(left);
    }
  }
}

showPlaces().catch(() => {}); // The catalogue is complete without it.
