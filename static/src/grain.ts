/** How far one step of an animation goes. */
export type Grain = "layer" | "channel" | "position" | "product";

/** From far to near. */
export const GRAINS: readonly Grain[] = ["layer", "channel", "position", "product"];

/** How deep in an opened layer: its whole view, one unit of it, or one of that unit's products. */
export type Depth = "layer" | "unit" | "product";

export const DEPTHS: readonly Depth[] = ["layer", "unit", "product"];
