/** The explorer inside another page: it tells its host what happens, and expects nothing of it. */
import { version } from "../../../package.json";
import "../styles/page.css";
import "../elements/cs-explorer.ts";

type Message = "ready" | "state" | "error";

function tell(type: Message, detail: object): void {
  if (window.parent !== window)
    window.parent.postMessage({ source: "convscope", version, type, ...detail }, "*");
}

const explorer = document.querySelector("cs-explorer");
explorer?.addEventListener("explorer-ready", () => tell("ready", {}));
explorer?.addEventListener("explorer-state", (event) =>
  tell("state", { state: (event as CustomEvent).detail }),
);
explorer?.addEventListener("explorer-error", (event) => {
  const { title, detail } = (event as CustomEvent).detail;
  tell("error", { title, detail });
});
