import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Imports, networkAmong } from "./imports.ts";

const file = (name: string, content = "") => new File([content], name);

describe("the network among files", () => {
  it("is the one whose name ends in .onnx", async () => {
    const network = file("net.ONNX");
    assert.deepEqual(await networkAmong([file("cat.png"), network]), { file: network });
  });

  it("has its labels from a text file beside it", async () => {
    const network = file("net.onnx");
    const found = await networkAmong([file("labels.txt", "cat\ndog"), network]);
    assert.deepEqual(found, { file: network, labels: "cat\ndog" });
  });

  it("has what else is said of it from a TOML file beside it", async () => {
    const network = file("net.onnx");
    const found = await networkAmong([network, file("net.toml", "mean = 0.5")]);
    assert.deepEqual(found, { file: network, toml: "mean = 0.5" });
  });

  it("is none among pictures and texts", async () => {
    assert.equal(await networkAmong([file("cat.png"), file("labels.txt")]), null);
    assert.equal(await networkAmong([]), null);
  });
});

describe("files that are taken", () => {
  it("are left alone where they are no networks", async () => {
    const imports = new Imports();
    assert.equal(await imports.take([file("cat.png")]), false);
    assert.equal(imports.problem, null);
  });

  it("are explained where they are networks in another format", async () => {
    const imports = new Imports();
    assert.equal(await imports.take([file("resnet.pth")]), true);
    assert.match(imports.problem?.detail ?? "", /resnet\.pth is no ONNX file/);
    imports.dismissProblem();
    assert.equal(imports.problem, null);
  });
});
