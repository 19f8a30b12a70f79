/** The least and the most of an amount, as decimal strings; `max` is null where no upper bound is known. */
export interface AmountRange {
  min: string;
  max: string | null;
}

/** The exact sum of amounts that are written as decimal strings; "0" of none. */
export function sumOf(amounts: readonly string[]): string {
  const places = Math.max(0, ...amounts.map((amount) => fractionOf(amount).length));
  const total = amounts.reduce((sum, amount) => sum + inUnits(amount, places), 0n);
  const digits = (total < 0n ? -total : total).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${total < 0n ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}

function fractionOf(amount: string): string {
  return amount.split('.')[1] ?? '';
}

function inUnits(amount: string, places: number): bigint {
  return BigInt(amount.split('.')[0] + fractionOf(amount).padEnd(places, '0'));
}

/** Which of two amounts that are written as decimal strings is less: below 0 for the first, 0 where they are equal. */
export function compareAmounts(one: string, other: string): number {
  const places = Math.max(fractionOf(one).length, fractionOf(other).length);
  const difference = inUnits(one, places) - inUnits(other, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
