"""A photo as a telephone takes it, and what is to be seen in a copy of it; Chromium makes the one and reads the other."""

import struct
from base64 import b64decode, b64encode
from typing import Any

from playwright.sync_api import Page

# What a telephone writes beside the picture; here in place of a position on earth.
PLACE = b"52.0907N 5.1214E"
SIDEWAYS = 6
WIDTH, HEIGHT = 3000, 2000

# As it lies in the file: red, green / blue, yellow. Turned a quarter to the right, as EXIF says: blue, red / yellow, green.
_MAKE = """async ([width, height]) => {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  ["#ff0000", "#00ff00", "#0000ff", "#ffff00"].forEach((colour, number) => {
    context.fillStyle = colour;
    context.fillRect((number % 2) * width / 2, Math.floor(number / 2) * height / 2, width / 2, height / 2);
  });
  context.fillStyle = "black";
  for (let line = 0; line < height; line += 40) context.fillText("Sanne de Vries 111222333".repeat(20), 0, line);
  const blob = await canvas.convertToBlob({ type: "image/jpeg" });
  return btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join(""));
}"""
_READ = """async ([bytes, points]) => {
  const raw = Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([raw], { type: "image/jpeg" }), { imageOrientation: "none" });
  const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  context.drawImage(picture, 0, 0);
  const at = ([x, y]) => [...context.getImageData(x * picture.width, y * picture.height, 1, 1).data].slice(0, 3);
  const { data } = context.getImageData(0, 0, picture.width, picture.height);
  const darkest = (left, top, right, bottom) => {
    let brightest = 0;
    for (let y = Math.ceil(top * picture.height); y < bottom * picture.height; y++)
      for (let x = Math.ceil(left * picture.width); x < right * picture.width; x++)
        for (let part = 0; part < 3; part++)
          brightest = Math.max(brightest, data[4 * (y * picture.width + x) + part]);
    return brightest;
  };
  return { size: [picture.width, picture.height], colours: points.map(at), brightest: darkest(.02, .02, .48, .48) };
}"""


def take_photo(page: Page) -> bytes:
    """Return a JPEG of 3000 by 2000 that lies on its side, with a place in it."""
    plain = b64decode(page.evaluate(_MAKE, [WIDTH, HEIGHT]))
    return plain[:2] + _exif() + plain[2:]


def read_copy(page: Page, copy: bytes, *points: tuple[float, float]) -> dict[str, Any]:
    """Return a copy's size, the colours at points (in parts of it), and the brightest value of its upper left quarter."""
    found: dict[str, Any] = page.evaluate(_READ, [b64encode(copy).decode(), points])
    return found


def _exif() -> bytes:
    """Return a segment that says how the camera was held and where (Exif 2.32, sections 4.6.2 to 4.6.4)."""
    orientation = struct.pack(">HHIHH", 0x0112, 3, 1, SIDEWAYS, 0)
    description = struct.pack(">HHII", 0x010E, 2, len(PLACE), 8 + 2 + 2 * 12 + 4)
    directory = struct.pack(">H", 2) + description + orientation + struct.pack(">I", 0)
    content = b"Exif\0\0" + b"MM\0\x2a\0\0\0\x08" + directory + PLACE
    return b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content
