import { css, html, LitElement } from "lit";
import { shared } from "../styles/shared.ts";

/** What the browser's refusals mean to a person. */
const REFUSALS: Record<string, string> = {
  NotAllowedError:
    "The camera is blocked. Allow it for this page in the browser's address bar, then try again.",
  NotFoundError: "No camera is connected. Connect one, or upload a picture.",
  NotReadableError: "Another program is using the camera. Close it, then try again.",
};
const OTHER_REFUSAL = "The camera cannot be used here: browsers allow it on localhost and https only.";

/** A live preview and a shutter. Fires "snapshot" with a Blob. */
export class CsWebcam extends LitElement {
  static override properties = { refusal: { state: true }, live: { state: true } };

  declare refusal: string;
  declare live: boolean;
  #stream: MediaStream | null = null;

  constructor() {
    super();
    this.refusal = "";
    this.live = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 8px;
      }
      video {
        width: 100%;
        aspect-ratio: 1;
        object-fit: cover;
        background: #000;
        border-radius: 4px;
      }
      p {
        margin: 0;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close();
  }

  override render() {
    if (this.refusal) {
      return html`<p role="alert">${this.refusal}</p>
        <button @click=${() => this.#open()}>Try again</button>`;
    }
    return html`<video
        muted
        autoplay
        playsinline
        aria-label="Camera preview"
        @loadeddata=${() => {
          this.live = true;
        }}
      ></video>
      <button ?disabled=${!this.live} @click=${this.#shoot}>Use this picture</button>`;
  }

  async #open(): Promise<void> {
    this.refusal = "";
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: true });
      if (!this.isConnected) {
        for (const track of stream.getTracks()) track.stop();
        return;
      }
      this.#stream = stream;
      await this.updateComplete;
      const video = this.renderRoot.querySelector("video");
      if (video) video.srcObject = stream;
    } catch (error) {
      this.refusal = REFUSALS[(error as Error).name] ?? OTHER_REFUSAL;
    }
  }

  #close(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.live = false;
  }

  readonly #shoot = async () => {
    const video = this.renderRoot.querySelector("video");
    if (!video?.videoWidth) return;
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    canvas.getContext("2d")?.drawImage(video, 0, 0);
    const detail = await canvas.convertToBlob();
    this.dispatchEvent(new CustomEvent("snapshot", { detail }));
  };
}

customElements.define("cs-webcam", CsWebcam);
