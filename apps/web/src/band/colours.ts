/** The colours of the theme that is shown, for a canvas, which knows no variables. */
export interface Colours {
  paper: string;
  ink: string;
  quiet: string;
  line: string;
  strongLine: string;
  stripe: string;
  veil: string;
  accent: string;
  warn: string;
  bad: string;
  good: string;
  font: string;
}

/** Reads the colours where they hold: an element is given each in turn, as only a used colour is told in plain form. */
export function coloursOf(element: HTMLElement): Colours {
  const probe = element.ownerDocument.createElement('span');
  probe.hidden = true;
  // Where a reader's system forces its colours, each would be told as the one that text has.
  probe.style.setProperty('forced-color-adjust', 'none');
  element.append(probe);
  const style = getComputedStyle(probe);
  const colour = (value: string): string => {
    probe.style.color = value;
    return style.color;
  };
  const mixed = (name: string, share: number): string =>
    colour(`color-mix(in srgb, var(--${name}) ${share}%, transparent)`);
  const colours = {
    paper: colour('var(--card)'),
    ink: colour('var(--ink)'),
    quiet: colour('var(--quiet)'),
    line: mixed('line', 55),
    strongLine: colour('var(--line)'),
    stripe: mixed('quiet', 5),
    veil: mixed('card', 85),
    accent: colour('var(--accent)'),
    warn: colour('var(--warn)'),
    bad: colour('var(--bad)'),
    good: colour('var(--good)'),
    font: style.fontFamily,
  };
  probe.remove();
  return colours;
}
