import { css } from "lit";

/** The frame: picture | network | scores, with controls above and the player below. */
export const explorerStyles = css`
  :host {
    display: block;
    height: 100%;
    container-type: inline-size;
    background: var(--paper);
  }
  .frame {
    height: 100%;
    display: grid;
    grid-template:
      "header header header" auto
      "source main scores" minmax(0, 1fr)
      "source line line" auto
      "footer footer footer" auto / 184px minmax(0, 1fr) 200px;
    gap: 8px 12px;
  }
  header {
    grid-area: header;
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 6px 20px;
    padding: 7px 14px;
    border-bottom: 1px solid var(--line);
  }
  cs-toolbar {
    flex: 1;
  }
  cs-source-panel {
    grid-area: source;
  }
  .main {
    grid-area: main;
    position: relative;
    min-height: 0;
    min-width: 0;
  }
  cs-network-view,
  .film,
  .looked,
  .opened {
    position: absolute;
    inset: 0;
  }
  cs-seen,
  cs-compare {
    position: absolute;
    inset: auto 0 0;
    height: var(--asked);
  }
  :host([asking]) .main {
    --asked: min(196px, 40%);
  }
  :host([asking][opened]) .main {
    --asked: min(118px, 40%); /* the opened layer needs the room */
  }
  :host([comparing]) .main {
    --asked: min(206px, 45%);
  }
  :host(:is([asking], [comparing])) :is(cs-network-view, .opened) {
    bottom: var(--asked);
  }
  .main:has(> .passing) {
    clip-path: inset(0);
  }
  .behind {
    visibility: hidden;
  }
  .waiting {
    opacity: 0; /* not hidden: it takes the focus already */
    pointer-events: none;
  }
  .passing {
    will-change: transform;
  }
  .opened {
    background: var(--paper);
    display: grid;
    grid-template: auto auto minmax(0, 1fr) / minmax(0, 1fr) auto;
    gap: 8px;
  }
  .play-network {
    flex: none;
    border-color: var(--accent);
    color: var(--on-accent);
    background: var(--accent);
    font-weight: 600;
  }
  .what-looked {
    flex: none;
  }
  .play-network:hover:not(:disabled) {
    color: var(--accent);
  }
  .opened:focus {
    outline: none;
  }
  cs-problem {
    position: absolute;
    left: 12px;
    right: 12px;
    bottom: 12px;
    z-index: 2;
  }
  .scores:has(> .update) {
    grid-template-rows: minmax(0, 1fr) auto;
    gap: 8px;
  }
  .scores {
    grid-area: scores;
    min-height: 0;
    padding-right: 14px;
    display: grid;
  }
  .line {
    grid-area: line;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 16px;
    min-width: 0;
    padding: 4px 14px 0 0;
    border-top: 1px solid var(--line);
  }
  cs-pointer-line {
    flex: 1;
  }
  footer {
    grid-area: footer;
    position: relative;
    border-top: 1px solid var(--line);
    background: var(--panel);
    padding: 4px 14px;
  }
  :host([dropping]) .frame {
    outline: 3px dashed var(--accent);
    outline-offset: -6px;
  }
  :host([tool]) .frame {
    grid-template-columns: 280px minmax(0, 1fr) 204px;
  }

  @container (width < 760px) {
    .frame,
    :host([tool]) .frame {
      height: auto;
      grid-template:
        "header header" auto
        "figure scores" auto
        "sources scores" 1fr
        "tool tool" auto
        "samples samples" auto
        "main main" min(70vh, 600px)
        "line line" auto
        "footer footer" auto / minmax(0, 1fr) minmax(0, 1fr);
    }
    header {
      gap: 10px;
      padding: 7px 10px;
    }
    .scores {
      padding-right: 12px;
    }
    .main {
      margin: 0 8px;
    }
    .opened {
      grid-template: auto auto minmax(0, 1fr) / minmax(0, 1fr);
    }
    :host([comparing]) .main {
      --asked: 45%;
    }
    .line {
      margin: 0 12px;
      flex-wrap: wrap;
    }
    cs-pointer-line {
      flex-basis: 100%;
      white-space: normal;
    }
  }

  /* An opened layer's maps have their own legends, and its numbers need the room of the line below. */
  @media (480px <= height < 780px) and (width >= 760px) {
    :host([opened]) .line {
      visibility: hidden;
    }
    .opened {
      bottom: -40px;
    }
    .main:has(> .passing) {
      clip-path: inset(0 0 -40px);
    }
    :host(:is([asking], [comparing])) .opened.opened {
      bottom: var(--asked);
    }
  }

  @media (height < 480px) {
    .opened {
      gap: 3px 8px;
    }
    :host([framed]) .frame {
      height: 100%;
      grid-template:
        "header header" auto
        "figure main" auto
        "scores main" minmax(0, 1fr)
        "footer footer" auto / 116px minmax(0, 1fr);
      gap: 4px 8px;
    }
    :host([framed]) header {
      padding: 3px 8px;
    }
    :host([framed]) .opened {
      grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) auto;
    }
    :host([framed]) .scores {
      grid-template-columns: minmax(0, 1fr);
      overflow: hidden;
      padding: 0 0 0 8px;
    }
    :host([framed]) .scores > * {
      min-height: 0;
      overflow: hidden;
    }
    :host([framed]) .line {
      display: none;
    }
  }

  @media (height < 340px) {
    :host([framed]) footer {
      padding: 0 8px;
    }
    :host([framed]:not([opened])) footer {
      display: none; /* the maps need the room; an opened layer is there to be played */
    }
    :host([framed]) .update {
      display: none; /* it would cover what the network says */
    }
  }

  /* The smallest frames: an opened layer has all of it. */
  @media (height < 340px) and (width < 420px) {
    :host([framed][opened]) .frame {
      grid-template: "header" auto "main" minmax(0, 1fr) "footer" auto / minmax(0, 1fr);
    }
    :host([framed][opened]) :is(cs-source-panel, .scores) {
      display: none;
    }
    :host([framed][opened]) .main {
      margin: 0 8px;
    }
  }

  /* What it looked at names its classes itself: the scores' room is its own. */
  :host([looking]) .frame {
    grid-template:
      "header header" auto
      "source main" minmax(0, 1fr)
      "footer footer" auto / 184px minmax(0, 1fr);
  }
  :host([looking]) :is(.scores, .line) {
    display: none;
  }
  :host([looking]) .main {
    margin-right: 14px;
  }
  @container (width < 760px) {
    :host([looking]) .frame {
      grid-template:
        "header" auto
        "samples" auto
        "main" auto
        "footer" auto
        "tool" auto
        "sources" auto
        "figure" auto / minmax(0, 1fr);
    }
    :host([looking]) .main {
      margin: 0 8px;
    }
    :host([looking]) .looked:not(.behind) {
      position: static;
    }
  }
  @media (height < 480px) {
    :host([framed][looking]) .frame {
      grid-template: "header" auto "main" minmax(0, 1fr) "footer" auto / minmax(0, 1fr);
    }
    :host([framed][looking]) cs-source-panel {
      display: none;
    }
    :host([framed][looking]) .looked:not(.behind) {
      position: absolute;
    }
  }

  /* The film has the whole width: the picture and the scores are in it. */
  :host([filming]) .frame {
    height: 100%;
    grid-template: "header" auto "main" minmax(0, 1fr) "footer" auto / minmax(0, 1fr);
    gap: 6px;
  }
  :host([filming]) :is(cs-source-panel, .scores, .line) {
    display: none;
  }
  :host([filming]) .main {
    margin: 0 8px;
  }
  @container (width < 760px) {
    :host([filming]) .frame {
      height: auto;
      grid-template-rows: auto min(74vh, 640px) auto;
    }
    :host([framed][filming]) .frame {
      height: 100%;
      grid-template-rows: auto minmax(0, 1fr) auto;
    }
  }
  :host([framed][looking][course]) footer,
  :host([framed][filming]:not([opened])) footer {
    display: block;
  }
`;
