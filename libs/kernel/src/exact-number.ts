/**
 * Whether a number of a JSON text has the numeric value of the JavaScript number that was read from it. RFC 8785 writes
 * numbers as JavaScript does, so this is what survives to be recorded: `1.0`, `1e3` and `0.1` do, `9007199254740993`,
 * `0.10000000000000001` and `1e400` do not.
 *
 * @param source the number as it stands in the text
 */
export function isExact(source: string, value: number): boolean {
  return decimal(source) === decimal(String(value));
}

/** One spelling for every way to write a decimal number: its digits without zeros at the ends, and its power of ten. */
function decimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(power) - fraction.length + digits.length - significant.length}`;
}
