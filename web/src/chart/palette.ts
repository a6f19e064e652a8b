/** The page's colours for the canvas, which knows no style sheet. */

export interface Palette {
  ink: string;
  soft: string;
  line: string;
  paper: string;
  accent: string;
  others: string;
  mark: string;
  onMark: string;
  kinds: string[];
}

/** As the style sheet has them now, light or dark. */
export function palette(): Palette {
  const styles = getComputedStyle(document.documentElement);
  const colour = (name: string) => styles.getPropertyValue(`--${name}`).trim();
  return {
    ink: colour("ink"),
    soft: colour("soft"),
    line: colour("line"),
    paper: colour("paper"),
    accent: colour("accent"),
    others: colour("others"),
    mark: colour("rare"),
    onMark: colour("on-rare"),
    kinds: Array.from({ length: 8 }, (_, index) => colour(`kind-${index}`)),
  };
}
