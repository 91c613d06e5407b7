/** What happens behind the explorer: which network runs on which picture, and which layer is open. */
import { FEW_MAPS, firstLayers, type InView } from "./budget.ts";
import { Baseline, type Plain } from "./edits/baseline.ts";
import { Comparing, type Comparison } from "./edits/comparison.ts";
import { Editing } from "./edits/editing.ts";
import type { Edits } from "./edits/edits.ts";
import { EditsInAddress } from "./edits/edits-in-address.ts";
import { toWire } from "./edits/edits-wire.ts";
import { Latest } from "./edits/latest.ts";
import { closedBlocks } from "./graph/blocks.ts";
import { Imports, notHere } from "./imports.ts";
import { answerOf } from "./loss/asked.ts";
import { comesByRow, type OpenedLayer } from "./opened.ts";
import { Opening } from "./opening.ts";
import { fitting, keepPicture, keptPicture, type OwnSource } from "./own-picture.ts";
import type { RunState } from "./run-state.ts";
import { Runner } from "./runner.ts";
import { samplesFor } from "./sample-choice.ts";
import { NOBODY_ASKED, OVERVIEW, parseState, type State, Store } from "./state.ts";
import { Learning } from "./update/learning.ts";
import { model, models, type Source, samples } from "./wire/client.ts";
import type { Drawing, ModelDescription, ModelSummary, SampleDescription } from "./wire/events.ts";
import { restoreWith } from "./wire/sending.ts";
import { asProblem, type Problem } from "./wire/stream.ts";

/** A change of one of these needs a new run. */
const DECIDES_RUN = ["model", "sample", "picture", "pass", "target", "loss", "asks"] as const;

/** Name of the measure from a person's wish to the last map painted. */
export const RUN_MEASURE = "convscope:run";

/** Fires "change" whenever anything but the running stream changed; the stream is `runner`'s. */
export class Session extends EventTarget {
  readonly store = new Store();
  readonly runner = new Runner();
  readonly imports = new Imports();
  models: ModelSummary[] = [];
  samples: SampleDescription[] = [];
  own: OwnSource | null = null;
  readonly editing = new Editing();
  /** Runs the network as trained, to compare the edited one with. */
  readonly baseline = new Baseline();
  /** Quiet remark, such as that a picture of one's own is not in a link. */
  note = "";
  problem: Problem | null = null;
  readonly learning = new Learning(this.editing, () => ({
    model: this.modelId,
    loss: this.runner.run?.loss ?? null,
    source: () => this.#source(),
    keepTarget: (target) => {
      if (!this.state.target) this.store.set({ target: String(target) }, "replace");
    },
  }));
  readonly #opening = new Opening({ now: this.runner, before: this.baseline.runner }, this.learning);
  readonly #editsInAddress = new EditsInAddress(this.store, this.editing);
  /** While weights are dragged, runs follow each other as fast as they come. */
  readonly #live = new Latest(() => this.#runSoon());
  readonly #comparing = new Comparing();
  #inView: InView = new Map();
  #running: Promise<boolean> = Promise.resolve(false);
  #isTakingBack = false;
  #ownVersion = 0;
  #descriptions = new Map<string, ModelDescription>();
  #wishes = 0;
  #isPreparing = false;

  constructor() {
    super();
    restoreWith((updated) => this.learning.stepper.restore(updated));
    this.store.addEventListener("change", (event) => this.#follow((event as CustomEvent).detail.previous));
    this.editing.addEventListener("change", () => this.#edited());
    this.editing.addEventListener("attend", () => this.dispatchEvent(new Event("change")));
    this.learning.addEventListener("change", () => this.dispatchEvent(new Event("change")));
    this.baseline.addEventListener("change", () => this.#comparable());
    this.imports.addEventListener("change", () => this.dispatchEvent(new Event("change")));
    this.imports.addEventListener("imported", (event) => this.#imported((event as CustomEvent).detail));
    this.imports.addEventListener("removed", (event) => this.#removed((event as CustomEvent).detail));
  }

  /** Asks for what there is, and runs the address's network (or the first) on its picture. */
  async start(): Promise<void> {
    try {
      [this.models, this.samples, this.own] = await Promise.all([models(), samples(), keptPicture()]);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.model) this.#useEdits();
    if (this.state.model && !this.model) this.#replaceUnknownModel(this.state.model);
    else if (this.state.picture === "own" && !this.own) {
      this.store.set({ picture: "" }, "replace");
      this.note = "Your own picture is not part of a link; this is a sample.";
    } else void this.#runSoon();
  }

  /** A link to a network this server does not have shows the first one, and says so. */
  #replaceUnknownModel(id: string): void {
    this.store.set(parseState(""), "replace");
    this.#fail(notHere(id, this.models));
  }

  get state(): State {
    return this.store.state;
  }

  get modelId(): string {
    return this.state.model || this.models[0]?.id || "";
  }

  get model(): ModelSummary | undefined {
    return this.models.find((model) => model.id === this.modelId);
  }

  get modelSamples(): SampleDescription[] {
    return samplesFor(this.model, this.models, this.samples);
  }

  /** The sample in use; undefined where the picture is the person's. */
  get sampleId(): string | undefined {
    if (this.state.picture === "own") return undefined;
    return this.state.sample || this.modelSamples[0]?.id;
  }

  get sample(): SampleDescription | undefined {
    return this.samples.find(({ id }) => id === this.sampleId);
  }

  /** How to draw for the network in use; null where drawing makes no sense, or is not known yet. */
  get drawing(): Drawing | null {
    return this.#descriptions.get(this.modelId)?.drawing ?? null;
  }

  /** What went wrong last: with what there is, with a network brought along, or with a run. */
  get trouble(): Problem | null {
    return this.problem ?? this.imports.problem ?? this.runner.problem ?? this.baseline.runner.problem;
  }

  dismissTrouble(): void {
    this.problem = null;
    this.imports.dismissProblem();
    this.runner.dismissProblem();
    this.baseline.runner.dismissProblem();
  }

  retry(): void {
    if (!this.problem && this.imports.problem) {
      this.imports.retry();
      return;
    }
    // The server has been started anew, or others needed the room: the file is still here.
    const lost = this.runner.problem?.status === 404 ? this.imports.files.get(this.modelId) : undefined;
    if (lost) {
      void this.imports.open(lost);
      return;
    }
    this.problem = null;
    if (this.models.length) {
      this.#opening.forget();
      void this.#runSoon();
    } else void this.start();
  }

  /** Runs the network on a picture of the person's; resolves with whether it got through. */
  async useOwn(source: OwnSource): Promise<boolean> {
    const before = { own: this.own, picture: this.state.picture, sample: this.state.sample };
    this.own = source;
    this.#ownVersion += 1;
    if (this.state.picture !== "own") this.store.set({ picture: "own", sample: "" });
    else void this.#runSoon();
    const worked = await this.#running;
    if (worked) void keepPicture(source);
    else if (this.own === source && this.runner.problem?.isRefusal) this.#takeBack(before);
    return worked;
  }

  /** What is shown is still the picture before the refused one: the address says so again. */
  #takeBack({ own, picture, sample }: Pick<State, "picture" | "sample"> & { own: OwnSource | null }): void {
    this.own = own;
    this.#isTakingBack = true;
    this.store.set({ picture, sample }, "replace");
    this.#isTakingBack = false;
  }

  chooseSample(id: string): void {
    this.store.set({ picture: "", sample: id, target: "" });
  }

  /**
   * Runs another network: on the picture in use where that is the person's, or a sample that goes with it. A
   * picture does not go along to a network of clips or signals, nor one of these to a network of another kind.
   */
  chooseModel(id: string): void {
    const model = this.models.find((each) => each.id === id);
    const staysOwn = model?.input_shape.length === this.model?.input_shape.length;
    const picture = staysOwn ? this.state.picture : "";
    const [, ...others] = samplesFor(model, this.models, this.samples).map((sample) => sample.id);
    const sample = others.find((each) => each === this.sampleId) ?? "";
    this.store.set({
      model: id,
      picture,
      sample,
      ...OVERVIEW,
      target: "",
      asks: "",
      blocks: [],
      at: [],
      ...NOBODY_ASKED,
    });
  }

  /** The layer that is opened, with its numbers as far as they are there. */
  get opened(): OpenedLayer | null {
    return this.#opening.opened;
  }

  /** These layers are in view: what is not held of them is fetched. */
  look(inView: InView): void {
    this.#inView = inView;
    this.runner.look(inView);
    if (this.state.compare !== "now") this.baseline.runner.look(inView);
  }

  /** Null where the network is as trained. */
  get comparison(): Comparison | null {
    return this.#comparing.of(this.runner.run, this.before, this.editing.now, this.state.compare);
  }

  /** The run of the network as trained, where the one shown is edited. */
  get before(): RunState | null {
    return this.editing.now.isNone ? null : this.baseline.run(this.#runKey);
  }

  #imported(model: ModelDescription): void {
    const isBack = this.modelId === model.id;
    this.models = [...this.models.filter(({ id }) => id !== model.id), model];
    this.#opening.forgetWeights();
    if (isBack) void this.#runSoon();
    else this.chooseModel(model.id);
  }

  #removed(id: string): void {
    const wasShown = this.modelId === id;
    this.models = this.models.filter((model) => model.id !== id);
    this.editing.forget(id);
    if (wasShown) this.chooseModel(this.models[0]?.id ?? "");
    this.dispatchEvent(new Event("change"));
  }

  #follow(previous: State): void {
    if (this.#isTakingBack) return;
    const changed = DECIDES_RUN.some((name) => this.state[name] !== previous[name]);
    if (changed) this.note = "";
    if (this.state.model !== previous.model) this.#useEdits(previous.model);
    if (this.state.compare !== previous.compare) this.look(this.#inView);
    if (changed) void this.#runSoon();
    else void this.#open();
    this.dispatchEvent(new Event("change"));
  }

  /** Takes up the edits of the network in use; those of the one before wait for its return. */
  #useEdits(previous?: string): void {
    const left = !this.editing.now.isNone;
    const note = this.#editsInAddress.take(this.modelId);
    const before = this.models.find(({ id }) => id === (previous || this.models[0]?.id));
    if (note) this.note = note;
    else if (left && before) this.note = `The edited weights of ${before.title} wait there for your return.`;
  }

  #edited(): void {
    this.#live.wish();
    this.dispatchEvent(new Event("change"));
  }

  /** The run as trained has come further: what is compared with it is drawn anew. */
  #comparable(): void {
    if (this.baseline.runner.busy) return;
    if (this.state.compare !== "now") {
      this.baseline.runner.look(this.#inView);
      void this.#open();
    }
    this.dispatchEvent(new Event("change"));
  }

  #runSoon(): Promise<boolean> {
    this.#running = this.#run();
    return this.#running;
  }

  async #run(): Promise<boolean> {
    this.problem = null;
    performance.mark(`${RUN_MEASURE}:start`);
    const wish = ++this.#wishes;
    this.#isPreparing = true;
    const { modelId } = this;
    const edits = this.editing.now;
    const [source, description, updated] = await Promise.all([
      this.#source(),
      this.#describe(modelId),
      this.#updated(edits),
    ]);
    if (wish !== this.#wishes) return false;
    this.#isPreparing = false;
    if (!source || updated === null) return false;
    const { pass } = this.state;
    const layers = description && this.#firstLayers(description);
    // Exact, because values are read off the maps too: a preview's half precision is wrong in the fourth digit.
    const options = {
      pass,
      ...answerOf(this.state),
      tensors: "exact" as const,
      ...(layers && { layers, maps: FEW_MAPS }),
    };
    const isEdited = !edits.isNone;
    const plain: Plain = { key: this.#runKey, model: modelId, source, options };
    this.baseline.begin(this.runner, plain, isEdited);
    const changed = { edits: toWire(edits), ...(updated && { updated }) };
    const running = this.runner.start(modelId, source, { ...options, ...changed });
    void this.#open();
    const worked = await running;
    if (worked) void this.baseline.ended(plain, isEdited);
    return worked;
  }

  /** The id of the weights after the steps of learning, "" without any; null where they cannot be had. */
  async #updated(edits: Edits): Promise<string | null> {
    try {
      return await this.learning.weightsOf(edits);
    } catch (error) {
      this.#fail(error);
      return null;
    }
  }

  /** The same for runs that differ in their edits only. */
  get #runKey(): string {
    const { pass } = this.state;
    return JSON.stringify([this.modelId, this.sampleId ?? this.#ownVersion, pass, answerOf(this.state)]);
  }

  #firstLayers({ layers }: ModelDescription): string[] | null {
    return firstLayers(layers, this.state.pass, closedBlocks(layers, this.state.blocks));
  }

  /** A network's description; null where it cannot be had: the run itself tells what is wrong then. */
  async #describe(id: string): Promise<ModelDescription | null> {
    if (this.#descriptions.has(id)) return this.#descriptions.get(id) ?? null;
    try {
      const description = await model(id);
      this.#descriptions.set(id, description);
      this.dispatchEvent(new Event("change"));
      return description;
    } catch {
      return null;
    }
  }

  async #source(): Promise<Source | null> {
    if (this.state.picture !== "own") return this.sampleId ? { kind: "sample", id: this.sampleId } : null;
    return this.own && fitting(this.own, this.model?.input_shape ?? []);
  }

  /** Fetches the opened layer's exact numbers, unless they are there already. */
  async #open(): Promise<void> {
    // A run that is about to begin opens the layer itself.
    if (this.#isPreparing) return;
    const { layer, pass, map, compare } = this.state;
    const shown = !this.editing.now.isNone ? [compare, this.editing.version, Boolean(this.before)] : [];
    const row = this.#comesByRow(layer) ? map : null;
    const key = layer && JSON.stringify([this.#runKey, layer, row, ...shown]);
    try {
      const followed = await this.#opening.follow(key, layer ? { layer, pass, map } : null, compare);
      if (!followed) return;
    } catch (error) {
      this.problem = asProblem(error);
      // A layer that does not exist is left again; one that could not be fetched can be tried again.
      if (this.problem.isRefusal) this.store.set(OVERVIEW, "replace");
    }
    this.dispatchEvent(new Event("change"));
  }

  #comesByRow(name: string): boolean {
    const layer = this.#descriptions.get(this.modelId)?.layers.find((each) => each.name === name);
    return layer !== undefined && comesByRow(layer);
  }

  #fail(error: unknown): void {
    this.problem = asProblem(error);
    this.dispatchEvent(new Event("change"));
  }
}
