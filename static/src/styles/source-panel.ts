import { css } from "lit";

/** A column beside the network; on narrow and short frames its parts take places of their own in the frame. */
export const sourcePanelStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 8px;
    min-height: 0;
    padding-left: 14px;
  }
  figure {
    margin: 0;
  }
  figcaption {
    margin-top: 4px;
    color: var(--ink-soft);
    line-height: 1.25;
  }
  figcaption b {
    color: var(--ink);
    font-weight: 600;
  }
  cs-samples {
    flex: 1;
  }
  :host([tool]) cs-picture {
    width: 104px;
  }
  :host([tool]) cs-samples {
    display: none;
  }

  @container (width < 760px) {
    :host {
      display: contents;
    }
    figure {
      grid-area: figure;
      margin-left: 12px;
    }
    cs-sources {
      grid-area: sources;
      margin-left: 12px;
      align-self: start;
    }
    cs-tool {
      grid-area: tool;
      margin: 0 12px;
    }
    cs-samples {
      grid-area: samples;
      margin: 0 12px;
    }
  }

  @media (height < 480px) {
    :host([framed]) {
      display: contents;
    }
    :host([framed]) figure {
      grid-area: figure;
      width: 84px;
      margin-left: 8px;
    }
    :host([framed]) :is(cs-sources, cs-samples, cs-tool, figcaption) {
      display: none;
    }
  }
`;
