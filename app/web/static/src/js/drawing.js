// A signature drawn with a finger, a pen or the mouse: strokes of whole points on a field of 600 by 200, in the form's field `drawing`.
const WIDTH = 600;
const HEIGHT = 200;

class Drawing {
  constructor(box) {
    this.canvas = box.querySelector("canvas");
    this.pen = this.canvas.getContext("2d");
    this.form = box.closest("form");
    this.field = this.form.elements.namedItem("drawing");
    this.strokes = [];
    this.stroke = null;
    box.hidden = false;
    this.canvas.addEventListener("pointerdown", (event) => this.down(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, () => this.up());
    box.querySelector("[data-draw-clear]").addEventListener("click", () => this.clear());
  }

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    const within = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
    return [within(((event.clientX - box.left) / box.width) * WIDTH, WIDTH), within(((event.clientY - box.top) / box.height) * HEIGHT, HEIGHT)];
  }

  down(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.stroke = [this.point(event)];
    this.strokes.push(this.stroke);
    const drawn = this.form.querySelector('[name="method"][value="drawn"]');
    if (drawn) drawn.checked = true;
    event.preventDefault();
  }

  move(event) {
    if (!this.stroke) return;
    const [x, y] = this.point(event);
    const [a, b] = this.stroke[this.stroke.length - 1];
    if (a === x && b === y) return;
    this.stroke.push([x, y]);
    this.pen.lineWidth = 3;
    this.pen.lineCap = "round";
    this.pen.beginPath();
    this.pen.moveTo(a, b);
    this.pen.lineTo(x, y);
    this.pen.stroke();
  }

  up() {
    this.stroke = null;
    this.field.value = JSON.stringify(this.strokes);
  }

  clear() {
    this.strokes = [];
    this.field.value = "";
    this.pen.clearRect(0, 0, WIDTH, HEIGHT);
  }
}

export function startDrawings() {
  document.querySelectorAll("[data-draw]").forEach((box) => new Drawing(box));
}
