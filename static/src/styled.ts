import { noChange } from "lit";
import { Directive, directive, type ElementPart } from "lit/directive.js";

/** CSS properties (kebab-case, custom ones too) and their values. */
export type Styles = Record<string, string>;

/** Sets styles through the CSSOM: a strict content security policy refuses style attributes, also Lit's own. */
class Styled extends Directive {
  #before: Styles = {};

  override render(_styles: Styles): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [styles]: [Styles]): typeof noChange {
    const { style } = part.element as HTMLElement;
    for (const name of Object.keys(this.#before)) if (!(name in styles)) style.removeProperty(name);
    for (const [name, value] of Object.entries(styles)) {
      if (this.#before[name] !== value) style.setProperty(name, value);
    }
    this.#before = { ...styles };
    return noChange;
  }
}

/** `<i ${styled({ width: "50%" })}>` */
export const styled = directive(Styled);
