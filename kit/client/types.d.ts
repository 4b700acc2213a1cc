/** What is there without any script of ours: the templates' elements, and packages without types. */

/** Elements that the server's templates hold, each in every page whose script asks for it. */
interface Placed {
  "kit-banner": HTMLElement;
  "kit-cells": HTMLElement;
  "kit-news": HTMLElement;
  parts: HTMLElement;
  told: HTMLElement;
  say: HTMLElement;
  "say-head": HTMLElement;
  "say-where": HTMLElement;
  "say-words": HTMLElement;
  "say-then": HTMLElement;
  "row-before": HTMLButtonElement;
  "row-after": HTMLButtonElement;
  minute: HTMLElement;
  clock: HTMLButtonElement;
  keys: HTMLDialogElement;
  "keys-on": HTMLInputElement;
  "keys-button": HTMLButtonElement;
  "keys-back": HTMLButtonElement;
}

interface Document {
  getElementById<Id extends keyof Placed>(id: Id): Placed[Id];
}

/** The words that widgets have brought, in the language of the page. */
declare var kitWords: import("../widgets/shared/words.js").Words | undefined;

interface Window {
  kitSeat: Promise<import("./src/door.js").Seat>;
}

/** Seconds by which this device's clock is ahead of the server's; less than 0 where it is behind. */
declare var kitAhead: number | undefined;

declare module "anywidget" {
  import type * as base from "@jupyter-widgets/base";
  /** Makes the classes of anywidget's models and views. */
  export default function load(
    from: typeof base,
  ): Record<string, typeof base.WidgetModel | typeof base.WidgetView>;
}

declare module "underscore/modules/*" {
  const part: (...values: unknown[]) => unknown;
  export default part;
}
