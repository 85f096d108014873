import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { FileField } from "./file-field.ts";

/** Lets files be dropped on and pasted into an element; they go to the file field inside it. */
export class DropZone implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #field: () => FileField | null;

  constructor(host: ReactiveControllerHost & HTMLElement, field: () => FileField | null) {
    this.#host = host;
    this.#field = field;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.addEventListener("dragover", this.#over);
    this.#host.addEventListener("dragleave", this.#leave);
    this.#host.addEventListener("drop", this.#drop);
    this.#host.addEventListener("paste", this.#paste);
  }

  hostDisconnected(): void {
    this.#host.removeEventListener("dragover", this.#over);
    this.#host.removeEventListener("dragleave", this.#leave);
    this.#host.removeEventListener("drop", this.#drop);
    this.#host.removeEventListener("paste", this.#paste);
  }

  readonly #over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.#field()?.toggleAttribute("dragging", true);
  };

  readonly #leave = (): void => {
    this.#field()?.removeAttribute("dragging");
  };

  readonly #drop = (event: DragEvent): void => {
    this.#leave();
    if (!event.dataTransfer || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    this.#field()?.take(event.dataTransfer.files);
  };

  readonly #paste = (event: ClipboardEvent): void => {
    const files = event.clipboardData?.files;
    if (!files || files.length === 0) return;
    event.preventDefault();
    this.#field()?.take(files);
  };
}
