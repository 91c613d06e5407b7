/** Pictures that come by drop or paste. Any file is passed on: the server says best what it cannot read. */

export function droppedImage(event: DragEvent): File | null {
  return event.dataTransfer?.files[0] ?? null;
}

export function pastedImage(event: ClipboardEvent): File | null {
  const files = [...(event.clipboardData?.files ?? [])];
  return files.find((file) => file.type.startsWith("image/")) ?? null;
}
