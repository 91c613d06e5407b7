import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { RunState } from "../run-state.ts";
import type { AttributionStreamEvent, CoveredEvent } from "../wire/attributions.ts";
import type { LayerDescription, WireTensor } from "../wire/events.ts";
import { Tensor } from "../wire/tensor.ts";
import { Answer } from "./answer.ts";
import { placeInMaps, strongestOf } from "./cam.ts";
import { formatNumbers, parseNumbers } from "./controls.ts";
import { patchAt, stepInWords, timelineOf } from "./course.ts";
import { Falls } from "./falls.ts";
import { differenceOf, overChannels, sharedLimit } from "./heat.ts";
import { readingOf } from "./reading.ts";
import { stagesOf, verdictOf } from "./sanity.ts";
import { formatTarget, parseTarget, targetsOf } from "./target.ts";

const tensor = (shape: number[], data: number[]) => new Tensor(shape, Float32Array.from(data));
const wire = (shape: number[], data: unknown[]): WireTensor => ({ shape, dtype: "float32", data });
const covered = (start: number[], fall: number): CoveredEvent => ({
  event: "covered",
  start,
  value: 10 - fall,
  fall,
});

describe("who is asked about", () => {
  test("classes and units come back out of the address as they went in", () => {
    for (const text of ["0", "12", "conv1:3,4,5", "block:1/relu:7,0", "scores:3"]) {
      const target = parseTarget(text);
      assert.ok(target);
      assert.equal(formatTarget(target), text);
    }
  });

  test("what names nobody is nobody", () => {
    for (const text of ["", "cat", "none", ":3", "conv1:", "conv1:x", "conv1:-1", "-1"]) {
      assert.equal(parseTarget(text), null);
    }
  });

  const run = { scores: [4, 2, 0].map((index) => ({ index })) } as unknown as RunState;
  const named = (about: string, against: string) => targetsOf(run, about, against).map(formatTarget);

  test("unless told otherwise it is the predicted class, and against it the next one", () => {
    assert.deepEqual(named("", ""), ["4", "2"]);
    assert.deepEqual(named("0", ""), ["0", "4"]);
    assert.deepEqual(named("", "none"), ["4"]);
    assert.deepEqual(named("", "0"), ["4", "0"]);
  });

  test("against itself nobody is asked, and against a unit nobody unless told", () => {
    assert.deepEqual(named("2", "2"), ["2"]);
    assert.deepEqual(named("conv1:1,2,3", ""), ["conv1:1,2,3"]);
    assert.deepEqual(named("conv1:1,2,3", "4"), ["conv1:1,2,3", "4"]);
  });
});

describe("heat", () => {
  test("is the sum over the channels at every place", () => {
    assert.deepEqual([...overChannels(tensor([2, 2, 2], [1, 2, 3, 4, -1, 0.5, 0, -8]))], [0, 2.5, 3, -4]);
  });

  test("has a scale that all maps share, and that single pixels do not blow up", () => {
    const calm = Float32Array.from({ length: 200 }, (_, i) => (i % 2 ? 1 : -1));
    const wild = calm.slice();
    wild[7] = 1000;
    assert.equal(sharedLimit([wild]), 1);
    assert.equal(sharedLimit([calm, calm.map((value) => 3 * value)]), 3);
    assert.equal(sharedLimit([]), 0);
  });

  test("of mostly zeros has the few others as its scale", () => {
    const few = new Float32Array(500);
    few[3] = -2;
    assert.equal(sharedLimit([few]), 2);
  });

  test("of two targets differs by what one has more", () => {
    assert.deepEqual([...differenceOf(Float32Array.of(1, 2), Float32Array.of(3, -1))], [-2, 3]);
  });
});

describe("occlusion", () => {
  const places = [covered([0, 0], 4), covered([0, 1], 2), covered([1, 0], -1)];

  test("gives each pixel the mean fall over the places that covered it", () => {
    const falls = new Falls([3, 3], [2, 2]);
    assert.deepEqual([...falls.after(1, places)], [4, 4, 0, 4, 4, 0, 0, 0, 0]);
    assert.deepEqual([...falls.after(3, places)], [4, 3, 2, 1.5, Math.fround(5 / 3), 2, -1, -1, 0]);
  });

  test("is the same after a step back as it was there before", () => {
    const falls = new Falls([3, 3], [2, 2]);
    const there = [...falls.after(2, places)];
    falls.after(3, places);
    assert.deepEqual([...falls.after(2, places)], there);
  });

  test("of a signal covers samples", () => {
    assert.deepEqual([...new Falls([4], [2]).after(1, [covered([1], 5)])], [0, 5, 5, 0]);
  });

  test("lets the patch slide along a row, jump to the next, and leave at last", () => {
    const answer = answerOf(
      { event: "asked", method: "occlusion", value: 10, places: 3, patch: [2, 2] },
      ...places,
    );
    assert.deepEqual(patchAt(answer, 0.5), { start: [0, 0.5], size: [2, 2] });
    assert.deepEqual(patchAt(answer, 1.5), { start: [0, 1], size: [2, 2] });
    assert.equal(patchAt(answer, 3), null);
    assert.equal(stepInWords(answer, 1), "patch on rows 0–1, columns 1–2");
    answer.accept({
      event: "attribution",
      map: wire(
        [1, 3, 3],
        [
          [
            [0, 0, 0],
            [0, 0, 0],
            [0, 0, 0],
          ],
        ],
      ),
    });
    assert.equal(answer.positions, 4);
    assert.equal(answer.length, 4);
    assert.equal(stepInWords(answer, 3), "every place has been covered");
  });
});

describe("a course", () => {
  const mean = (count: number, map?: WireTensor): AttributionStreamEvent => ({
    event: "averaged",
    count,
    value: count,
    ...(map && { map }),
  });
  const averaged = answerOf(
    { event: "asked", method: "smooth_grad", value: 1, steps: 3 },
    mean(1, wire([1, 1, 2], [[[1, 2]]])),
    mean(2),
    mean(3, wire([1, 1, 2], [[[5, 6]]])),
  );

  test("shows what was sent last until its step", () => {
    assert.deepEqual([...(averaged.heatAt(0, [1, 2]) ?? [])], [1, 2]);
    assert.deepEqual([...(averaged.heatAt(1, [1, 2]) ?? [])], [1, 2]);
    assert.deepEqual([...(averaged.heatAt(2, [1, 2]) ?? [])], [5, 6]);
    assert.equal(stepInWords(averaged, 1), "mean of 2 of 3 noisy copies");
  });

  test("ends with the exact result", () => {
    averaged.accept({ event: "attribution", map: wire([1, 1, 2], [[[5.5, 6.5]]]) });
    assert.deepEqual([...(averaged.heatAt(99, [1, 2]) ?? [])], [5.5, 6.5]);
    assert.deepEqual([...(averaged.heatAt(0, [1, 2]) ?? [])], [1, 2]);
  });

  test("of a painting has its pictures, and no heat", () => {
    const painted = answerOf(
      { event: "asked", method: "maximization", value: 0, steps: 2 },
      { event: "painted", step: 0, value: 0, picture: wire([1, 1, 1], [[[7]]]) },
      { event: "painted", step: 1, value: 1 },
    );
    assert.equal(painted.length, 3);
    assert.equal(painted.heatAt(1, [1, 1]), null);
    assert.equal(painted.pictureAt(1)?.data[0], 7);
    assert.equal(stepInWords(painted, 1), "step 1 of 2");
  });

  test("takes a while, whether it is short or long", () => {
    for (const length of [5, 50, 300]) {
      const { timeAt, stepAt } = timelineOf(length);
      assert.ok(timeAt(length) >= 2000 && timeAt(length) <= 13_000);
      assert.ok(Math.abs(stepAt(timeAt(3.5)) - 3.5) < 1e-9);
    }
  });
});

describe("Grad-CAM's maps", () => {
  test("are named by what they add, the strongest first", () => {
    assert.deepEqual(strongestOf([0.1, -3, 2, 0], 2), [1, 2]);
  });

  test("lie over the picture", () => {
    assert.deepEqual(placeInMaps([0, 31], [32, 32], [8, 8]), [0, 7]);
    assert.deepEqual(placeInMaps([15], [32], [5]), [2]);
  });
});

describe("the sanity check", () => {
  const layers = (count: number) =>
    Array.from({ length: count }, (_, i) => [
      { name: `conv${i}`, parameters: 9 },
      { name: `relu${i}`, parameters: 0 },
    ]).flat() as unknown as LayerDescription[];

  test("goes from the last layer with weights to the first", () => {
    assert.deepEqual(stagesOf(layers(3)), [
      { count: 1, layer: "conv2" },
      { count: 2, layer: "conv1" },
      { count: 3, layer: "conv0" },
    ]);
    assert.deepEqual(stagesOf(layers(1)), [{ count: 1, layer: "conv0" }]);
    assert.deepEqual(stagesOf([]), []);
  });

  test("of a deep network looks at some, the last layer first and all at the end", () => {
    const counts = stagesOf(layers(50)).map(({ count }) => count);
    assert.equal(counts.length, 8);
    assert.equal(counts[0], 1);
    assert.equal(counts.at(-1), 50);
    assert.deepEqual(
      counts,
      [...new Set(counts)].sort((a, b) => a - b),
    );
  });

  test("says from when on half is gone", () => {
    const stages = stagesOf(layers(3));
    assert.match(verdictOf(stages, [0.3, 0.2, 0.1]), /gone once conv2 forgot/);
    assert.match(verdictOf(stages, [0.9, 0.8, 0.1]), /until 3 layers forgot \(conv0\)/);
    assert.match(verdictOf(stages, [0.9, 0.8, 0.7]), /to the end/);
    assert.equal(verdictOf(stages, [0.9, Number.NaN, 0.7]), "");
  });
});

test("what is read of the channels adds up to what is read of all", () => {
  const map = tensor([3, 1, 1], [0.12345, -0.23456, 0.99999]);
  const { sum, terms } = readingOf(map, [0, 0]);
  const number = (text: string) => Math.round(Number(text.replace("−", "-")) * 1e6);
  assert.equal(
    terms.reduce((total, text) => total + number(text), 0),
    number(sum),
  );
});

test("numbers of a method survive the way into the address and back", () => {
  assert.equal(formatNumbers(parseNumbers("steps:100,seed:3")), "steps:100,seed:3");
  assert.deepEqual([...parseNumbers("steps:x,,:4,seed:3")], [["seed", "3"]]);
});

function answerOf(...events: AttributionStreamEvent[]): Answer {
  const answer = new Answer({ kind: "class", index: 0 });
  for (const event of events) answer.accept(event);
  return answer;
}
