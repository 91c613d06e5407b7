import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Clock, FASTEST, Playhead, SLOWEST } from "./playhead.ts";

/** A clock whose time passes only when told. */
class TestClock implements Clock {
  time = 0;
  stillness = false;
  #callbacks: (() => void)[] = [];

  now = () => this.time;
  still = () => this.stillness;
  cancel = () => {
    this.#callbacks = [];
  };
  request = (callback: () => void) => this.#callbacks.push(callback);

  get waiting(): boolean {
    return this.#callbacks.length > 0;
  }

  /** Passes so many milliseconds in frames of 10. */
  pass(milliseconds: number): void {
    for (const end = this.time + milliseconds; this.time < end; ) {
      this.time += 10;
      for (const callback of this.#callbacks.splice(0)) callback();
    }
  }
}

function setUp(length: number): { playhead: Playhead; clock: TestClock; changes: () => number } {
  const clock = new TestClock();
  const playhead = new Playhead(clock);
  playhead.length = length;
  let count = 0;
  playhead.addEventListener("change", () => count++);
  return { playhead, clock, changes: () => count };
}

function press(
  playhead: Playhead,
  key: string,
  more: { shiftKey?: boolean; on?: string; ctrlKey?: boolean } = {},
) {
  let prevented = false;
  const target = more.on
    ? { matches: (selector: string) => selector.split(", ").includes(more.on ?? "") }
    : {};
  const handled = playhead.key({
    key,
    shiftKey: more.shiftKey ?? false,
    ctrlKey: more.ctrlKey ?? false,
    metaKey: false,
    altKey: false,
    defaultPrevented: false,
    composedPath: () => [target as EventTarget],
    preventDefault: () => {
      prevented = true;
    },
  });
  assert.equal(prevented, handled);
  return handled;
}

describe("a playhead", () => {
  it("starts paused at the first step", () => {
    const { playhead } = setUp(5);
    assert.deepEqual([playhead.position, playhead.playing, playhead.speed], [0, false, 1]);
  });

  it("plays to the last step and stops there", () => {
    const { playhead, clock } = setUp(4);
    playhead.play();
    clock.pass(10_000);
    assert.deepEqual([playhead.position, playhead.playing], [3, false]);
  });

  it("asks for no frames once it rests", () => {
    const { playhead, clock } = setUp(4);
    playhead.play();
    clock.pass(10_000);
    assert.equal(clock.waiting, false);
  });

  it("plays from the first step again when it is at the last", () => {
    const { playhead } = setUp(4);
    playhead.seek(3);
    playhead.play();
    assert.deepEqual([playhead.position, playhead.playing], [0, true]);
  });

  it("takes four times as many steps at speed 4", () => {
    const slow = setUp(1000);
    const fast = setUp(1000);
    fast.playhead.speed = 4;
    for (const { playhead, clock } of [slow, fast]) {
      playhead.play();
      clock.pass(20_000);
    }
    assert.ok(Math.abs(fast.playhead.position / slow.playhead.position - 4) < 0.3);
  });

  it("keeps its speed between a quarter and eight", () => {
    const { playhead } = setUp(3);
    playhead.speed = 100;
    assert.equal(playhead.speed, FASTEST);
    playhead.speed = 0;
    assert.equal(playhead.speed, SLOWEST);
  });

  it("pauses when it is stepped, and stays within its steps", () => {
    const { playhead } = setUp(4);
    playhead.play();
    playhead.step(2);
    assert.deepEqual([playhead.position, playhead.playing], [2, false]);
    playhead.step(9);
    assert.equal(playhead.position, 3);
    playhead.step(-9);
    assert.equal(playhead.position, 0);
  });

  it("goes on playing after a seek", () => {
    const { playhead } = setUp(9);
    playhead.play();
    playhead.seek(4);
    assert.deepEqual([playhead.position, playhead.playing], [4, true]);
  });

  it("glides from the old step to the new one", () => {
    const { playhead, clock } = setUp(9);
    playhead.step(1);
    assert.deepEqual([playhead.from, playhead.travel, playhead.progress], [0, 0, 0]);
    clock.pass(110);
    assert.ok(playhead.progress > 0.3 && playhead.progress < 0.7);
    clock.pass(200);
    assert.deepEqual([playhead.from, playhead.travel, playhead.progress], [1, 1, 1]);
  });

  it("jumps when it seeks", () => {
    const { playhead } = setUp(9);
    playhead.seek(7);
    assert.deepEqual([playhead.from, playhead.travel], [7, 1]);
  });

  it("does not glide where less motion is wanted", () => {
    const { playhead, clock } = setUp(9);
    clock.stillness = true;
    playhead.step(1);
    assert.deepEqual([playhead.progress, playhead.travel], [1, 1]);
  });

  it("pulls its position in when its length shrinks", () => {
    const { playhead } = setUp(9);
    playhead.seek(8);
    playhead.length = 3;
    assert.equal(playhead.position, 2);
  });

  it("tells of every change", () => {
    const { playhead, changes } = setUp(9);
    playhead.seek(3);
    playhead.play();
    playhead.pause();
    playhead.speed = 2;
    assert.equal(changes(), 4);
  });

  it("does nothing with a single step", () => {
    const { playhead } = setUp(1);
    playhead.play();
    assert.equal(playhead.playing, false);
  });

  it("stops asking for frames when it is disposed of", () => {
    const { playhead, clock } = setUp(9);
    playhead.play();
    playhead.dispose();
    clock.pass(5000);
    assert.deepEqual([playhead.position, clock.waiting], [0, false]);
  });
});

describe("a playhead with a timeline", () => {
  /** Steps at 0, 1, 2 … s, except that the second takes three. */
  const times = [0, 1000, 4000, 5000];
  const timeline = {
    timeAt: (step: number) => {
      const [from, to] = [times[Math.floor(step)] ?? 0, times[Math.ceil(step)] ?? 0];
      return from + (to - from) * (step % 1);
    },
    stepAt: (time: number) => {
      const i = Math.max(
        0,
        times.findLastIndex((each) => each <= time),
      );
      const next = times[i + 1];
      return next === undefined ? i : i + (time - (times[i] as number)) / (next - (times[i] as number));
    },
  };

  function film() {
    const all = setUp(times.length);
    all.playhead.timeline = timeline;
    return all;
  }

  it("moves all the while, and takes for each step its time", () => {
    const { playhead, clock } = film();
    playhead.play();
    clock.pass(500);
    assert.deepEqual([playhead.from, playhead.position, playhead.progress], [0, 1, 0.5]);
    clock.pass(2000);
    assert.equal(playhead.progress.toFixed(6), "1.500000");
  });

  it("stays where it is paused, and plays on from there", () => {
    const { playhead, clock } = film();
    playhead.play();
    clock.pass(2500);
    playhead.pause();
    clock.pass(1000);
    assert.equal(playhead.progress.toFixed(6), "1.500000");
    playhead.play();
    clock.pass(1500);
    assert.equal(playhead.progress.toFixed(6), "2.000000");
  });

  it("steps on and back to the nearest steps from between two", () => {
    const { playhead, clock } = film();
    playhead.seek(1.5);
    playhead.step(1);
    clock.pass(300);
    assert.equal(playhead.progress, 2);
    playhead.seek(1.5);
    playhead.step(-1);
    clock.pass(300);
    assert.equal(playhead.progress, 1);
  });

  it("plays faster at a higher speed, and stops at its end", () => {
    const { playhead, clock } = film();
    playhead.speed = 2;
    playhead.play();
    clock.pass(2000);
    assert.deepEqual([playhead.progress.toFixed(6), playhead.playing], ["2.000000", true]);
    clock.pass(1000);
    assert.deepEqual([playhead.progress, playhead.playing], [3, false]);
  });

  it("goes on without a rush where frames were held up", () => {
    const { playhead, clock } = film();
    playhead.play();
    clock.time += 60_000;
    clock.pass(10);
    assert.ok(playhead.progress < 0.2);
  });

  it("shows whole steps where less motion is wanted", () => {
    const { playhead, clock } = film();
    clock.stillness = true;
    playhead.play();
    clock.pass(2000);
    assert.equal(playhead.progress, 2);
  });
});

describe("the keys of a playhead", () => {
  it("are those of a video player", () => {
    const { playhead } = setUp(30);
    playhead.row = 10;
    press(playhead, "ArrowRight");
    assert.equal(playhead.position, 1);
    press(playhead, "ArrowRight", { shiftKey: true });
    assert.equal(playhead.position, 11);
    press(playhead, "ArrowLeft");
    assert.equal(playhead.position, 10);
    press(playhead, "End");
    assert.equal(playhead.position, 29);
    press(playhead, "Home");
    assert.equal(playhead.position, 0);
    press(playhead, "+");
    press(playhead, "+");
    press(playhead, "-");
    assert.equal(playhead.speed, 2);
    press(playhead, " ");
    assert.equal(playhead.playing, true);
  });

  it("leave other keys and shortcuts alone", () => {
    const { playhead } = setUp(30);
    assert.equal(press(playhead, "a"), false);
    assert.equal(press(playhead, "ArrowRight", { ctrlKey: true }), false);
    assert.equal(playhead.position, 0);
  });

  it("leave a focused control its own", () => {
    const { playhead } = setUp(30);
    assert.equal(press(playhead, " ", { on: "button" }), false);
    assert.equal(press(playhead, "ArrowRight", { on: "input" }), false);
    assert.equal(press(playhead, "ArrowRight", { on: "button" }), true);
  });
});
