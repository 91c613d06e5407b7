/** Sees to it that the numbers around a moment of the film are there. */
import { meaningOf } from "./mirror.ts";
import type { Reel } from "./reel.ts";
import type { Moment, Scene, Score } from "./score.ts";

/** Numbers of so many layers, or values, are asked for before they are needed. */
const LAYERS_AHEAD = 5;
const VALUES_AHEAD = 6e6;
const LAYERS_BEHIND = 4;

export class Supply {
  #asked: Scene | null = null;

  /** Asks anew, whatever has been asked for before. */
  forget(): void {
    this.#asked = null;
  }

  /** Asks for what is needed now and soon; whether that of now is there. */
  provides(score: Score, reel: Reel, { scene }: Moment): boolean {
    if (this.#asked !== scene) {
      this.#asked = scene;
      let values = 0;
      const ahead = score.scenes
        .slice(scene.index + 1, scene.index + 1 + LAYERS_AHEAD)
        .filter(({ layer }) => {
          values += layer.output_shape.reduce((all, length) => all * length, 1);
          return values < VALUES_AHEAD;
        });
      const behind = score.scenes.slice(Math.max(0, scene.index - LAYERS_BEHIND), scene.index);
      reel.need([
        ...namesOf(scene),
        ...ahead.flatMap((each) => namesOf(each)),
        ...behind.map(({ layer }) => layer.name),
      ]);
    }
    return reel.isHeld(namesOf(scene));
  }
}

/** All that a scene shows; on a way back the outputs too, over which gradients come. */
const namesOf = ({ layer }: Scene): string[] => {
  const names = [...layer.inputs, layer.name];
  return [...new Set([...names, ...names.map((name) => meaningOf(name).of)])];
};
