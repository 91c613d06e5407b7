/** Kernels that everybody knows, for windows of any size. */

export interface Preset {
  name: string;
  /** What it does to a map. */
  title: string;
  /** The kernel's numbers in C order; null where it has no room in a kernel of these sizes. */
  kernel(sizes: readonly number[]): number[] | null;
}

/** One that stands in the middle of the kernel (of a clip's: of its middle frame), zeros around it. */
function centred(name: string, title: string, plane: number[][] | null, line: number[] | null): Preset {
  return { name, title, kernel: (sizes) => placed(sizes, sizes.length === 1 ? line && [line] : plane) };
}

export const PRESETS: readonly Preset[] = [
  centred("identity", "Passes the map on as it is", [[1]], [1]),
  { name: "blur", title: "The mean of the window", kernel: (sizes) => filled(sizes, 1 / count(sizes)) },
  centred(
    "sharpen",
    "Strengthens what differs from its neighbours",
    [
      [0, -1, 0],
      [-1, 5, -1],
      [0, -1, 0],
    ],
    [-1, 3, -1],
  ),
  centred(
    "outline",
    "Only what differs from its neighbours",
    [
      [-1, -1, -1],
      [-1, 8, -1],
      [-1, -1, -1],
    ],
    [-1, 2, -1],
  ),
  centred(
    "Sobel horizontal",
    "How much brighter it gets to the right; finds vertical edges",
    [
      [-1, 0, 1],
      [-2, 0, 2],
      [-1, 0, 1],
    ],
    [-1, 0, 1],
  ),
  centred(
    "Sobel vertical",
    "How much brighter it gets downwards; finds horizontal edges",
    [
      [-1, -2, -1],
      [0, 0, 0],
      [1, 2, 1],
    ],
    null,
  ),
  centred(
    "emboss",
    "Light from the upper left: edges stand out as in relief",
    [
      [-2, -1, 0],
      [-1, 1, 1],
      [0, 1, 2],
    ],
    null,
  ),
  { name: "zero", title: "Takes no notice of the channel", kernel: (sizes) => filled(sizes, 0) },
];

const count = (sizes: readonly number[]): number => sizes.reduce((product, size) => product * size, 1);
const filled = (sizes: readonly number[], value: number): number[] => Array(count(sizes)).fill(value);
/** Where `inner` begins in the middle of `outer`; of an even number the middle is the first of both. */
const middle = (outer: number, inner: number): number => Math.floor((outer - inner) / 2);

function placed(sizes: readonly number[], plane: number[][] | null): number[] | null {
  const [columns = 1, rows = 1, frames = 1] = sizes.toReversed();
  const width = plane?.[0]?.length ?? 0;
  if (!plane || plane.length > rows || width > columns) return null;
  const kernel = filled(sizes, 0);
  const [frame, top, left] = [middle(frames, 1), middle(rows, plane.length), middle(columns, width)];
  plane.forEach((line, y) => {
    line.forEach((value, x) => {
      kernel[(frame * rows + top + y) * columns + left + x] = value;
    });
  });
  return kernel;
}
