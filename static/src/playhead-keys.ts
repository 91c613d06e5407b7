/** Which key does what to a playhead: as in a video player. */
import type { Playhead } from "./playhead.ts";

/** The part of a KeyboardEvent that matters here. */
export type KeyPress = Pick<
  KeyboardEvent,
  | "key"
  | "shiftKey"
  | "ctrlKey"
  | "metaKey"
  | "altKey"
  | "defaultPrevented"
  | "composedPath"
  | "preventDefault"
>;

type Action = (playhead: Playhead, shift: boolean) => void;

const stride = (playhead: Playhead, shift: boolean): number => (shift ? playhead.row : 1);

const ACTIONS: Record<string, Action> = {
  " ": (playhead) => playhead.toggle(),
  ArrowRight: (playhead, shift) => playhead.step(stride(playhead, shift)),
  ArrowLeft: (playhead, shift) => playhead.step(-stride(playhead, shift)),
  Home: (playhead) => playhead.seek(0),
  End: (playhead) => playhead.seek(playhead.length - 1),
  "+": faster,
  "=": faster,
  "-": slower,
};

/** Controls that take typing or arrows from the browser, and those that a space presses. */
const TAKES_KEYS = "input, select, textarea, [contenteditable], [role=listbox], [role=radio]";
const TAKES_SPACE = "button, a, summary, [role=button], [role=tab], [role=switch]";

/** Acts on a key; true if it was for the playhead. Keys meant for a focused control are left to it. */
export function pressPlayheadKey(playhead: Playhead, event: KeyPress): boolean {
  const action = ACTIONS[event.key];
  if (!action || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (belongsTo(event.composedPath()[0], event.key === " " ? `${TAKES_KEYS}, ${TAKES_SPACE}` : TAKES_KEYS)) {
    return false;
  }
  action(playhead, event.shiftKey);
  event.preventDefault();
  return true;
}

function faster(playhead: Playhead): void {
  playhead.speed *= 2;
}

function slower(playhead: Playhead): void {
  playhead.speed /= 2;
}

function belongsTo(target: EventTarget | undefined, selector: string): boolean {
  const matches = (target as Partial<Element> | undefined)?.matches;
  return matches ? matches.call(target, selector) : false;
}
