// A portrait of 23 × 29 from the camera or a file: cut to that shape, made small, sent as JPEG without anything that the camera
// wrote beside the picture (a canvas has no metadata).
export const WIDE = 414, HIGH = 522, MOST_BYTES = 60 * 1024;

// The middle of a picture in the portrait's shape: [x, y, width, height].
export function cut(width, height) {
  const shape = WIDE / HIGH;
  const wide = Math.min(width, height * shape), high = wide / shape;
  return [(width - wide) / 2, (height - high) / 2, wide, high];
}

export async function portrait(source, width, height) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [WIDE, HIGH];
  const drawing = canvas.getContext("2d");
  drawing.fillStyle = "#fff";
  drawing.fillRect(0, 0, WIDE, HIGH);
  drawing.drawImage(source, ...cut(width, height), 0, 0, WIDE, HIGH);
  for (const quality of [0.86, 0.75, 0.62, 0.5, 0.38, 0.25]) {
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (blob.size <= MOST_BYTES) return new Uint8Array(await blob.arrayBuffer());
  }
  throw new Error("no quality makes it small enough");
}

export async function portraitOfFile(file) {
  const picture = await createImageBitmap(file);
  try {
    return await portrait(picture, picture.width, picture.height);
  } finally {
    picture.close();
  }
}

export function asAddress(bytes) {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:image/jpeg;base64,${btoa(binary)}`;
}
