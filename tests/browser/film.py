"""The film of the whole pass as a person meets it."""

from playwright.sync_api import expect

from tests.browser.explorer import Explorer
from tests.browser.patience import bounded

# What a frame looks like: the canvas as text, once it has stayed the same for some frames.
_PICTURE = bounded(
    """async (film) => {
  const canvas = film.shadowRoot.querySelector("canvas");
  const picture = async () => {
    for (let i = 0; i < 4; i++) await new Promise(requestAnimationFrame);
    return film.waits ? null : canvas.toDataURL();
  };
  for (let [before, now] = [null, await picture()]; ; [before, now] = [now, await picture()]) {
    if (now && now === before) return now;
  }
}""",
    "the film to stand still",
)
_COLOURS = """(film) => {
  const canvas = film.shadowRoot.querySelector("canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
}"""


class Film:
    """The film in the explorer."""

    def __init__(self, explorer: Explorer) -> None:
        self.explorer = explorer
        self.page = explorer.page
        self.film = self.page.locator("cs-film")
        self.canvas = self.film.get_by_role("img")
        self.title = self.film.get_by_role("heading", level=2)
        self.caption = self.film.get_by_test_id("film-caption")

    def open(self, **state: object) -> None:
        """By its link, standing at its beginning."""
        self.explorer.open(show="film", **state)
        expect(self.title).to_have_text("backward" if state.get("pass") == "backward" else "input")

    def picture(self) -> str:
        """What the canvas shows, once it stands still."""
        return str(self.film.evaluate(_PICTURE))

    def step_on(self, times: int = 1) -> None:
        """Press the button for a step on."""
        for _ in range(times):
            self.explorer.playback("Step on").click()

    def choose_grain(self, grain: str) -> None:
        """Say how far a step goes."""
        self.page.get_by_role("group", name="A step is a").get_by_role("button", name=grain).click()

    def colours(self) -> int:
        """How many colours the frame is drawn in."""
        return int(self.film.evaluate(_COLOURS))

    def layers(self) -> int:
        """How many there are, where a step is a layer."""
        return int(self.explorer.step_count.inner_text().split("/")[-1]) - 1

    def to_the_end(self) -> None:
        """Go to the last step, and wait for the prediction."""
        self.explorer.playback("To the last step").click()
        expect(self.film).to_have_attribute("data-act", "verdict")
        expect(self.caption).not_to_have_text("Fetching the numbers…")
