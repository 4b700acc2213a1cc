/** Shapes that the widgets' scripts share. */

/** A widget's traits, as anywidget hands them over; each widget knows what its own traits hold. */
export interface Model {
  get(name: string): any;
  set(name: string, value: unknown): void;
  save_changes(): void;
  send(content: unknown): void;
  on(event: string, callback: (message: any) => void): void;
  off(event: string, callback: (message: any) => void): void;
}

/** What anywidget calls `render` with; what that returns is called when the widget goes. */
export interface View {
  model: Model;
  el: HTMLElement;
}

/**
 * How a picture has the stage: one after another; or it stays there beside the others, takes it
 * from them, or has it as long as it is ready.
 */
export type Standing = "turns" | "stays" | "takes" | "leads";

/** What a picture tells the stage. */
export interface Picture {
  /** What the facilitator chooses it by: its title. */
  name: string;
  /** Whether there is something to see, not only a word that it will come. */
  ready: boolean;
  standing: Standing;
}

declare global {
  interface HTMLElementEventMap {
    /** Null when the picture is about to go. */
    "kit-picture": CustomEvent<Picture | null>;
  }
  interface DocumentEventMap {
    /** The title of the picture that was chosen somewhere. */
    "kit-chosen": CustomEvent<string>;
    /** The title of the picture that was chosen on this page. */
    "kit-turned": CustomEvent<string>;
  }
}
