/** Shapes that the widgets' scripts share. */

/** A widget's model, as anywidget hands it over; each widget says what its own traits hold. */
export interface Model<Traits> {
  get<Name extends keyof Traits>(name: Name): Traits[Name];
  set<Name extends keyof Traits>(name: Name, value: Traits[Name]): void;
  save_changes(): void;
  /** To the widget in the kernel, which knows what its page may say. */
  send(content: object): void;
  on(event: string, callback: (message: Message) => void): void;
  off(event: string, callback: (message: Message) => void): void;
}

/** What a widget in the kernel says to its page, as the event "msg:custom". */
export interface Message {
  ask?: "outcome";
}

/** What anywidget calls `render` with; what that returns is called when the widget goes. */
export interface View<Traits> {
  model: Model<Traits>;
  el: HTMLElement;
}

/** What all inputs of a form have, as `kit/widgets/widget.py` describes it. */
export interface InputTraits {
  prompt: string;
  text: string;
  help: string;
  error: string;
  disabled: boolean;
  over: boolean;
}

/** What all pictures of a result have, as `kit/widgets/picture.py` describes it. */
export interface PictureTraits {
  message: string;
  note: string;
  tells: string[][];
}

/**
 * How a picture has the stage: one after another; the same, but only where it was chosen; or it
 * stays there beside the others, takes it from them, has it as long as it is ready, or fills it as
 * long as no other is.
 */
export type Standing = "turns" | "waits" | "stays" | "takes" | "leads" | "fills";

/** What a picture tells the stage. */
export interface Picture {
  /** What the facilitator chooses it by: its title. */
  name: string;
  /** Whether there is something to see, not only a word that it will come. */
  ready: boolean;
  standing: Standing;
  /** How many pages it has at its present size; 1 where it says nothing of them. */
  pages?: number;
  /** How many parts of it can be shown alone: pages behind all others, to which no arrow key turns. */
  parts?: number;
  /** Names of the results to talk about on each page; the last ones hold for what comes behind. */
  tells?: string[][];
}

/** Where a round stands; "" before the kernel has told it. */
export type Phase = "" | "prepare" | "leader" | "open" | "closed" | "revealed" | "done";

declare global {
  interface HTMLElementEventMap {
    /** Null when the picture is about to go. */
    "kit-picture": CustomEvent<Picture | null> & { target: HTMLElement };
    /** Which of its pages a picture shows, from 0; sent to its element, where the stage turns. */
    "kit-page": CustomEvent<number>;
    /** Which of its pages a picture would show, because somebody has pressed something in it. */
    "kit-want": CustomEvent<number> & { target: HTMLElement };
  }
  interface DocumentEventMap {
    /** What was chosen somewhere: a picture's title, with "#2" behind it for its second page. */
    "kit-chosen": CustomEvent<string>;
    /** What was chosen on this page, written in the same way. */
    "kit-turned": CustomEvent<string>;
    /** Names of the results to talk about on the page that is shown. */
    "kit-shown": CustomEvent<string[]>;
    /** Where the round stands. */
    "kit-phase": CustomEvent<Phase>;
    /** Whether people still gather. */
    "kit-lobby": CustomEvent<boolean>;
    /** Which rows of the run-sheet are still to come and may be left out. */
    "kit-sheet": CustomEvent<import("./plan.js").Sheet>;
    /** Tell of the run-sheet once more. */
    "kit-ask-sheet": CustomEvent<null>;
    /** Whoever leads does what the next row of the run-sheet is about. */
    "kit-row": CustomEvent<null>;
    /** Turn to the picture whose title begins so. */
    "kit-turn": CustomEvent<string>;
    /** Show the join picture to the room, or put it away. */
    "kit-join": CustomEvent<null>;
  }
}
