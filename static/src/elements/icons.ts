import { html, svg, type TemplateResult } from "lit";

/** A 20-pixel line icon; decorative, because its button carries the name. */
const icon = (paths: TemplateResult): TemplateResult => html`
  <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" fill="none" stroke="currentColor"
    stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">${paths}</svg>
`;

export const uploadIcon = icon(
  svg`<path d="M12 16V4m0 0L7 9m5-5 5 5M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3"/>`,
);
export const openIcon = icon(
  svg`<path d="M3 18V6a1 1 0 0 1 1-1h5l2 2.500h8a1 1 0 0 1 1 1V10M3 18l2.600-7.300a1 1 0 0 1 .9-.7H21a.7.7 0 0 1 .7.9L19.300 18.300a1 1 0 0 1-1 .7H4a1 1 0 0 1-1-1Z"/>`,
);
export const pencilIcon = icon(
  svg`<path d="m4 20 1-4.5L16.5 4a1.8 1.8 0 0 1 2.6 0l.9.9a1.8 1.8 0 0 1 0 2.6L8.5 19Z"/>`,
);
export const cameraIcon = icon(
  svg`<path d="M4 8h3l1.5-2.500h7L17 8h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1Z"/><circle cx="12" cy="13" r="3.2"/>`,
);
export const linkIcon = icon(
  svg`<path d="M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.700l-1.2 1.200M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.700l1.2-1.2"/>`,
);
export const moonIcon = icon(svg`<path d="M20 14.500A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.500Z"/>`);
export const sunIcon = icon(
  svg`<circle cx="12" cy="12" r="4"/><path d="M12 2.500v2m0 15v2M2.5 12h2m15 0h2M5.3 5.300l1.4 1.400m10.6 10.6 1.4 1.400m0-13.4-1.4 1.400M6.7 17.300l-1.4 1.4"/>`,
);
export const fitIcon = icon(svg`<path d="M4 9V4h5m6 0h5v5m0 6v5h-5m-6 0H4v-5"/>`);
export const openBlocksIcon = icon(svg`<path d="M9 4v16M15 4v16M6 9l-3 3 3 3M18 9l3 3-3 3"/>`);
export const closeBlocksIcon = icon(svg`<path d="M9 4v16M15 4v16M3 9l3 3-3 3M21 9l-3 3 3 3"/>`);
export const plusIcon = icon(svg`<path d="M12 5v14M5 12h14"/>`);
export const minusIcon = icon(svg`<path d="M5 12h14"/>`);
export const closeIcon = icon(svg`<path d="m6 6 12 12M18 6 6 18"/>`);
export const undoIcon = icon(svg`<path d="M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3"/>`);
export const redoIcon = icon(svg`<path d="m16 5 4 4-4 4m4-4H10a6 6 0 0 0 0 12h3"/>`);
