"""“What did it look at?” as a person meets it."""

from playwright.sync_api import Locator, expect

from tests.browser.explorer import Explorer
from tests.browser.numerals import read_number

METHODS = {
    "saliency": "Gradient",
    "gradient_input": "Gradient × input",
    "smooth_grad": "SmoothGrad",
    "integrated": "Integrated gradients",
    "guided": "Guided backpropagation",
    "grad_cam": "Grad-CAM",
    "occlusion": "Occlusion",
    "maximization": "Activation maximization",
    "patches": "Strongest patches",
}
_PIXELS = """(figure) => figure.shadowRoot.querySelector("canvas").toDataURL()"""


class Looked:
    """The view in the explorer."""

    def __init__(self, explorer: Explorer) -> None:
        self.explorer = explorer
        self.page = explorer.page
        self.view = explorer.page.locator("cs-looked")
        self.figures = self.view.locator(".figures cs-looked-figure")
        self.facts = self.view.get_by_test_id("fact")
        self.told = self.view.get_by_test_id("told")
        self.reading = self.view.get_by_test_id("reading")
        self.numbers = self.view.get_by_test_id("attribution")
        self.scale = self.view.get_by_test_id("scale")
        self.step = self.view.get_by_test_id("step")
        self.about = self.view.get_by_role("combobox", name="What is asked about")
        self.against = self.view.get_by_role("combobox", name="What it is compared with")

    def open(self, **state: object) -> None:
        """Open it, and wait until it has found what is asked."""
        self.explorer.open(show="looked", **state)
        self.wait()

    def choose(self, method: str) -> None:
        """Choose a method, and wait until it has found what is asked."""
        radio = self.view.get_by_role("radio", name=METHODS[method], exact=True)
        radio.focus()
        self.page.keyboard.press("Space")
        expect(radio).to_be_checked()
        self.wait()

    def wait(self) -> None:
        """Nothing is under way any more, and something is shown."""
        expect(self.view.locator("cs-looked-figure").first).to_be_visible(timeout=30_000)
        expect(self.view.get_by_role("group", name="Under way")).to_have_count(0, timeout=30_000)
        self.explorer.wait_for_frame()

    def place(self, row: int, column: int, size: int) -> None:
        """Point at a pixel with the keyboard: from the middle, where it begins."""
        sheet = self.figures.first.get_by_role("img")
        sheet.focus()
        self.page.keyboard.press("ArrowUp")
        for key, steps in (("ArrowUp", size // 2 - row), ("ArrowLeft", size // 2 - column)):
            for _ in range(steps):
                self.page.keyboard.press(key)
        expect(self.reading).to_contain_text(f"row {row}, column {column}")

    def pixels(self, figure: int = 0) -> str:
        """What a figure looks like, to compare."""
        self.explorer.wait_for_frame()
        return str(self.figures.nth(figure).evaluate(_PIXELS))

    def shown(self, locator: Locator) -> list[float]:
        """Numbers that are shown, one an element."""
        return [float(read_number(text)) for text in locator.all_inner_texts()]
