/** Drawing a box around sessions: with Shift held, or where the button for it is pressed. */

export interface Corners {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Smaller ones are clicks. */
const SMALLEST = 4;

export class BoxSelect {
  private readonly sheet = document.createElement("div");
  private readonly box = document.createElement("div");
  private from: [number, number] | null = null;
  private isHeld = false;
  private isOn = false;

  /** `done` gets the corners in pixels of the plot. */
  constructor(
    private readonly plot: HTMLElement,
    private readonly done: (corners: Corners) => void,
  ) {
    this.sheet.className = "box-sheet";
    this.box.className = "box";
    this.box.hidden = true;
    this.sheet.append(this.box);
    plot.append(this.sheet);
    this.sheet.addEventListener("pointerdown", (event) => this.begin(event));
    this.sheet.addEventListener("pointermove", (event) => this.stretch(event));
    this.sheet.addEventListener("pointerup", (event) => this.end(event));
    this.sheet.addEventListener("pointercancel", () => this.stop());
    window.addEventListener("keydown", (event) => this.hold(event.shiftKey));
    window.addEventListener("keyup", (event) => this.hold(event.shiftKey));
    window.addEventListener("blur", () => this.hold(false));
  }

  /** Whether a drag draws a box also without Shift. */
  set on(isOn: boolean) {
    this.isOn = isOn;
    this.arm();
  }

  private hold(isHeld: boolean): void {
    this.isHeld = isHeld;
    this.arm();
  }

  private arm(): void {
    this.sheet.classList.toggle("armed", this.isOn || this.isHeld || this.from !== null);
  }

  private place(event: PointerEvent): [number, number] {
    const { left, top } = this.plot.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  private begin(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.sheet.setPointerCapture(event.pointerId);
    this.from = this.place(event);
  }

  private corners(event: PointerEvent): Corners | null {
    if (!this.from) return null;
    const [[x, y], [toX, toY]] = [this.from, this.place(event)];
    return { left: Math.min(x, toX), right: Math.max(x, toX), top: Math.min(y, toY), bottom: Math.max(y, toY) };
  }

  private stretch(event: PointerEvent): void {
    const corners = this.corners(event);
    if (corners) this.show(corners);
  }

  private end(event: PointerEvent): void {
    const corners = this.corners(event);
    this.stop();
    if (corners && corners.right - corners.left > SMALLEST && corners.bottom - corners.top > SMALLEST) {
      this.done(corners);
    }
  }

  private stop(): void {
    this.from = null;
    this.box.hidden = true;
    this.arm();
  }

  /** Draws a box; `null` takes it away. */
  show(corners: Corners | null): void {
    this.box.hidden = corners === null;
    if (!corners) return;
    const { left, right, top, bottom } = corners;
    Object.assign(this.box.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${right - left}px`,
      height: `${bottom - top}px`,
    });
  }
}
