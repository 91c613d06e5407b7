import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { Tensor } from "../wire/tensor.ts";
import { Editing } from "./editing.ts";
import { Edits, type Trained } from "./edits.ts";

const BIAS: Trained = { layer: "conv", parameter: "bias", tensor: new Tensor([3], new Float32Array(3)) };

class Storage {
  readonly #items = new Map<string, string>();
  getItem(key: string) {
    return this.#items.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    this.#items.set(key, value);
  }
}

let editing: Editing;
const set = (place: number, value: number, gesture = "") =>
  editing.change(BIAS, new Map([[place, value]]), gesture);
const numbers = () => [...editing.now.applied(BIAS).data];

beforeEach(() => {
  Object.assign(globalThis, { sessionStorage: new Storage() });
  editing = new Editing();
  editing.use("photos");
});

describe("editing", () => {
  it("is undone and done again step by step, to the exact numbers", () => {
    set(0, 0.1);
    set(1, 2);
    assert.deepEqual(numbers(), [Math.fround(0.1), 2, 0]);
    editing.undo();
    assert.deepEqual(numbers(), [Math.fround(0.1), 0, 0]);
    editing.undo();
    assert.deepEqual([numbers(), editing.canUndo], [[0, 0, 0], false]);
    editing.redo();
    editing.redo();
    assert.deepEqual([numbers(), editing.canRedo], [[Math.fround(0.1), 2, 0], false]);
  });

  it("undoes a gesture as one", () => {
    for (let i = 1; i <= 50; i++) set(0, i, "drag 1");
    set(0, 60, "drag 2");
    editing.undo();
    assert.equal(numbers()[0], 50);
    editing.undo();
    assert.equal(numbers()[0], 0);
  });

  it("goes another way after an undo", () => {
    set(0, 1);
    editing.undo();
    set(0, 2);
    assert.equal(editing.canRedo, false);
  });

  it("brings a reset back too", () => {
    set(0, 1);
    editing.reset();
    assert.equal(editing.now.count, 0);
    editing.undo();
    assert.equal(numbers()[0], 1);
  });

  it("keeps each network's edits for its return", () => {
    set(0, 1);
    editing.use("digits");
    assert.equal(editing.now.count, 0);
    set(2, 5);
    editing.use("photos");
    assert.deepEqual([numbers(), editing.canUndo], [[1, 0, 0], true]);
    assert.equal(editing.of("digits").count, 1);
  });

  it("keeps them over a reload, unless an address says otherwise", () => {
    set(0, 1);
    const reloaded = new Editing();
    reloaded.use("photos");
    assert.equal(reloaded.now.count, 1);
    const linked = new Editing();
    linked.use("photos", Edits.none);
    assert.equal(linked.now.count, 0);
  });

  it("tells of every change, and of nothing else", () => {
    let told = 0;
    editing.addEventListener("change", () => told++);
    set(0, 1);
    editing.undo();
    editing.undo();
    editing.redo();
    editing.reset();
    assert.equal(told, 4);
  });
});
